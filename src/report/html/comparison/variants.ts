/** What each variant changes, and what happened with it. */
import type { Comparison } from '../../../compare/comparison.ts';
import type { VariationCourse } from '../../../compare/courses.ts';
import { clock } from '../../format.ts';
import { section } from '../blocks.ts';
import { html, type Markup } from '../markup.ts';
import { sharedEvents } from './multiples.ts';

type Variation = Comparison['variations'][number];

/** In the order in which they were given: the reference first. */
export function variantsMarkup({ variations }: Comparison): Markup {
  const others = new Set(variations.map(({ control }) => control)).size - 1;
  const controls =
    others === 0 ? '' : ' Variants that change what is asked for, or the windows, have controls of their own.';
  return section({
    heading: 'The variants',
    aside: `Each run is held against the control of its seed: ${variations[0]!.control} with the same arrivals and nothing that goes wrong.${controls}`,
    contents: html`<div class="table">
      <table>
        <thead>
          <tr>
            <th scope="col">variant</th>
            <th scope="col">what it is</th>
            <th scope="col">what it changes</th>
          </tr>
        </thead>
        <tbody>
          ${variations.map(variationMarkup)}
        </tbody>
      </table>
    </div>`,
  });
}

function variationMarkup({ name, says, changes }: Variation, i: number): Markup {
  const none = i === 0 ? 'the reference' : 'nothing';
  return html`<tr>
    <th scope="row" class="left">${name}</th>
    <td class="left says">${says}</td>
    <td class="left">
      ${
        changes.length === 0
          ? html`<span class="quiet">${none}</span>`
          : changes.map(({ path, value }) => html`<code class="change">${path}=${JSON.stringify(value)}</code> `)
      }
    </td>
  </tr> `;
}

/** Of one seed each, without what is the same for all. Null: nothing is left. */
export function eventsMarkup({ courses, table, variations }: Comparison): Markup | null {
  if (courses === null) return null;
  const shared = new Set(sharedEvents(courses).map((event) => JSON.stringify(event)));
  const lists = table.flatMap(({ name }): Markup[] => {
    const course = courses.variations[variations.findIndex((each) => each.name === name)];
    const own = course?.events.filter((event) => !shared.has(JSON.stringify(event))) ?? [];
    return course == null || own.length === 0 ? [] : [eventList(name, course.seed, own)];
  });
  if (lists.length === 0) return null;
  return section({
    heading: 'What happened with each',
    aside: 'Under the first seed that counts, best first; what is the same for all is left out.',
    contents: lists,
  });
}

function eventList(name: string, seed: string, events: VariationCourse['events']): Markup {
  return html`<details>
    <summary>${name}: ${events.length === 1 ? '1 event' : `${events.length} events`} under seed ${seed}</summary>
    <ul class="events">
      ${events.map(
        ({ at, kind, text }) =>
          html`<li class="${`mark ${kind}`}">
            <span class="time">${clock(at)}</span>
            <span class="kind">${kind}</span>
            <span>${text}</span>
          </li> `,
      )}
    </ul>
  </details> `;
}
