/** The forms that a report has beside its data. */
import { comparisonDocument } from '../report/comparison.ts';
import type { Block } from '../report/document.ts';
import { comparisonPage } from '../report/html/comparison-page.ts';
import { runPage } from '../report/html/run-page.ts';
import { markdownOf } from '../report/markdown.ts';
import type { Kept } from '../report/read-result.ts';
import { runDocument } from '../report/sections/index.ts';
import type { OutputFolder } from './output-folder.ts';

/** A comparison in a run's folder must not write over what the run left there. */
export const RUN_FILES = { data: 'result.json', page: 'report.html', summary: 'summary.md' } as const;
export const COMPARISON_FILES = { data: 'compare.json', page: 'compare.html', summary: 'compare.md' } as const;

export interface Forms {
  readonly document: readonly Block[];
  readonly page: string;
  readonly files: { readonly page: string; readonly summary: string };
}

export function formsOf(kept: Kept): Forms {
  return kept.kind === 'result'
    ? { document: runDocument(kept.result), page: runPage(kept.result), files: RUN_FILES }
    : { document: comparisonDocument(kept.comparison), page: comparisonPage(kept.comparison), files: COMPARISON_FILES };
}

/** Returns the paths, the page's first. */
export function writeForms(folder: OutputFolder, { document, page, files }: Forms): [page: string, summary: string] {
  return [folder.write(files.page, page), folder.write(files.summary, markdownOf(document))];
}
