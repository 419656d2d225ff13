/** The public API. */
export { defineScenario } from './scenario/define.ts';
export type * from './scenario/define.ts';
export type * from './scenario/result.ts';
export { RESULT_VERSION } from './scenario/result.ts';
export { BadInput, type ScenarioErrorCode } from './scenario/errors.ts';
export { loadScenario, type LoadedScenario } from './scenario/load.ts';
export { assembleResult, type JudgeInput } from './scenario/judge.ts';
export { applyOverrides } from './scenario/override.ts';
export type { RunRecord } from './scenario/run-record.ts';
export { runScenario, type RunOptions, type RunProgress } from './scenario/run.ts';
export { parseScenario } from './scenario/schema.ts';
export { bytes, durationText, nanos } from './scenario/units.ts';
export { runPair, RunFailed, type PairOptions } from './execute/run-pair.ts';
export { repeatableJson, resultJson } from './report/json.ts';
export { markdownReport } from './report/markdown.ts';
export { textReport, type TextOptions } from './report/text.ts';
