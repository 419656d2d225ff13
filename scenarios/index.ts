/** All built-in scenarios by their ids. A new one is a file here and a line below. */
import type { Scenario } from '../src/scenario/define.ts';
import authMeltdown from './auth-meltdown.ts';
import coldRestart from './cold-restart.ts';
import credentialRotation from './credential-rotation.ts';
import djangoConnections from './django-connections.ts';
import falseAlarm from './false-alarm.ts';
import metastable from './metastable.ts';
import proxyHotspot from './proxy-hotspot.ts';
import rollingRestart from './rolling-restart.ts';
import septemberOutage from './september-outage.ts';
import steadyState from './steady-state.ts';

export const scenarios: ReadonlyMap<string, Scenario> = new Map([
  ['auth-meltdown', authMeltdown],
  ['cold-restart', coldRestart],
  ['credential-rotation', credentialRotation],
  ['django-connections', djangoConnections],
  ['false-alarm', falseAlarm],
  ['metastable', metastable],
  ['proxy-hotspot', proxyHotspot],
  ['rolling-restart', rollingRestart],
  ['september-outage', septemberOutage],
  ['steady-state', steadyState],
]);
