/** The script of every page: draws the charts over time that the page names. */
import 'uplot/dist/uPlot.min.css';
import './charts.css';
import type { PageScript } from '../html/chart.ts';
import { Board } from './board.ts';
import { ChartView } from './chart-view.ts';
import { fillDownloads } from './downloads.ts';
import { element } from './element.ts';
import { canInflate, pageData, pageScript } from './embedded.ts';
import { listenToEscape, listenToKeys, listenToPointer } from './gestures.ts';
import { sharedGutter } from './gutter.ts';
import { watchMarkList } from './mark-list.ts';
import { watchColours } from './paper.ts';
import { watchTables } from './scrollable.ts';
import { drawAll, watchSight } from './sight.ts';
import { Speaker } from './speaker.ts';
import { fillZoomBar } from './zoom-bar.ts';

watchTables();
const script = pageScript();
if (script !== null) {
  if (!canInflate()) say('This browser cannot draw the charts over time: it is older than 2023.');
  else {
    pageData().then(
      (data) => start(script, data),
      () =>
        say('The data of this page is damaged: the file is not as it was written, and there are no charts over time.'),
    );
  }
}

function start(script: PageScript, data: unknown): void {
  const board = new Board(script.axis);
  const speaker = new Speaker();
  const gutter = sharedGutter(script.charts);
  const views = script.charts.flatMap((chart) => {
    const plot = document.getElementById(`chart-${chart.id}`)?.querySelector<HTMLElement>('.plot');
    return plot ? [new ChartView(chart, { plot, gutter }, board, data)] : [];
  });
  for (const view of views) {
    listenToPointer(view, board);
    listenToKeys(view, board, (text) => speaker.say(text));
  }
  listenToEscape(board);
  const bar = document.getElementById('zoom-bar');
  if (bar !== null && views.length > 0) fillZoomBar(bar, board);
  const list = document.getElementById('marks');
  if (list !== null) watchMarkList(list, board);
  const downloads = document.getElementById('downloads');
  if (downloads !== null) fillDownloads(downloads, { script, data, views });
  watchColours(() => drawAll(views));
  watchSight(views, board);
}

/** In place of the charts. */
function say(text: string): void {
  const charts = [...document.querySelectorAll<HTMLElement>('figure.chart')];
  charts[0]?.before(element('p', { class: 'bad', role: 'status' }, text));
  for (const chart of charts) chart.hidden = true;
  document.documentElement.dataset['drawn'] = '';
}
