import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { html, Markup } from './markup.ts';

test('text stays text, wherever it is put', () => {
  const hostile = `<script>alert("1")</script> & '`;
  assert.is(
    html`<p title="${hostile}">${hostile}</p>`.text,
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;">' +
      '&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;</p>',
  );
});

test('markup, numbers, lists and nothing', () => {
  const items = ['a', '<b>'].map((text) => html`<li>${text}</li>`);
  assert.is(html`${items}${null}${false}${0}${''}`.text, '<li>a</li><li>&lt;b&gt;</li>0');
  assert.is(html`${[new Markup('<hr>'), ['<', [1]]]}`.text, '<hr>&lt;1');
});

test('control characters, which HTML does not know, are shown as unknown; line breaks and tabs stay', () => {
  assert.is(html`${'a\u0000b\u001Bc\n\td\u2028e'}`.text, 'a\uFFFDb\uFFFDc\n\td\u2028e');
});

test.run();
