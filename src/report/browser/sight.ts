/** Charts near the window are drawn first, and follow the cursor; the others are drawn when there is time. */
import type { Board } from './board.ts';
import type { ChartView } from './chart-view.ts';

const NEAR = '300px 0px';

export function watchSight(views: readonly ChartView[], board: Board): void {
  const viewOf = new Map<Element, ChartView>(views.map((view) => [view.surface, view]));
  const resizes = new ResizeObserver((entries) => {
    for (const { target } of entries) viewOf.get(target)?.resize();
  });
  let isFirst = true;
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const view = viewOf.get(target)!;
        view.isNear = isIntersecting;
        if (!isIntersecting) continue;
        if (view.isDrawn) view.update();
        else view.draw();
      }
      if (!isFirst) return;
      isFirst = false;
      document.documentElement.dataset['seen'] = String(Math.round(performance.now()));
      setTimeout(() => drawRest(views));
    },
    { rootMargin: NEAR },
  );
  for (const { surface } of views) {
    sight.observe(surface);
    resizes.observe(surface);
  }
  board.watch(() => {
    for (const view of views) if (view.isNear) view.update();
  });
  if (views.length === 0) drawRest(views);
}

export function drawAll(views: readonly ChartView[]): void {
  for (const view of views) view.draw();
}

/**
 * One after the other, so that the page answers in between. The root's `data-seen` and `data-drawn` say how many
 * milliseconds it took until those in sight were drawn, and all.
 */
function drawRest(views: readonly ChartView[]): void {
  const next = views.find((view) => !view.isDrawn);
  if (next === undefined || next.surface.clientWidth === 0) {
    document.documentElement.dataset['drawn'] = String(Math.round(performance.now()));
    return;
  }
  next.draw();
  setTimeout(() => drawRest(views));
}
