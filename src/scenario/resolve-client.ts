import { presets } from '../client/presets/index.ts';
import type { ClientOptions } from '../client/options.ts';
import type { ClientSpec } from './client-spec.ts';
import { nanos } from './units.ts';

export function resolveClient(spec: ClientSpec): ClientOptions {
  const { preset, timeout, retryDelay, deadTime, pause, backoff, throttle, ...rest } = spec;
  return {
    ...presets[preset],
    ...rest,
    ...(timeout === undefined ? {} : { timeout: nanos(timeout) }),
    ...(retryDelay === undefined ? {} : { retryDelay: nanos(retryDelay) }),
    ...(deadTime === undefined ? {} : { deadTime: nanos(deadTime) }),
    ...(pause === undefined ? {} : { pause: nanos(pause) }),
    ...(backoff === undefined ? {} : { backoff: { factor: backoff.factor, most: nanos(backoff.most) } }),
    ...(throttle === undefined
      ? {}
      : { throttle: { perAccept: throttle.perAccept ?? 2, window: nanos(throttle.window ?? '2m') } }),
  };
}
