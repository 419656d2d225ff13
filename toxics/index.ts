/** All toxics. A new one is a file here and a line below. */
import type { ToxicDefinition } from '../src/link/toxic.ts';
import { bandwidth } from './bandwidth.ts';
import { corrupt } from './corrupt.ts';
import { latency } from './latency.ts';
import { limitData } from './limit_data.ts';
import { limitTime } from './limit_time.ts';
import { loss } from './loss.ts';
import { noop } from './noop.ts';
import { partition } from './partition.ts';
import { resetPeer } from './reset_peer.ts';
import { slicer } from './slicer.ts';
import { slowClose } from './slow_close.ts';
import { slowConnect } from './slow_connect.ts';
import { timeout } from './timeout.ts';
import { wave } from './wave.ts';

export const TOXICS: readonly ToxicDefinition[] = [
  bandwidth,
  corrupt,
  latency,
  limitData,
  limitTime,
  loss,
  noop,
  partition,
  resetPeer,
  slicer,
  slowClose,
  slowConnect,
  timeout,
  wave,
];
