/**
 * Which times of the alert chain a scenario pins, and which are drawn: for the reader of a report, who must not take an
 * assumption for a measurement. Of what is drawn only the SMS's loss is from a source; see src/oncall/chain.ts.
 */
import type { ChannelName, OncallSpec } from './oncall.ts';

export interface Assumptions {
  /** In words, to stand in a list. */
  readonly pinned: readonly string[];
  readonly drawn: readonly string[];
  /** The share of SMS that are lost is drawn, the one figure that was measured. */
  readonly measuredLoss: boolean;
}

const CHANNELS: Readonly<Record<ChannelName, string>> = { sms: 'the SMS', push: 'the push message', call: 'the call' };

export function oncallAssumptions({ escalation = 'sms-only', channels = {}, people = [{}] }: OncallSpec): Assumptions {
  const pinned: string[] = [];
  const drawn: string[] = [];
  for (const name of channelsOf(escalation)) {
    const delay = channels[name]?.delay ?? 'drawn';
    if (delay === 'drawn') drawn.push(`how long ${CHANNELS[name]} takes, and whether it comes`);
    else pinned.push(delay === 'never' ? `${CHANNELS[name]} never comes` : `${CHANNELS[name]} takes ${delay}`);
  }
  people.forEach(({ name: given, response = 'drawn', action = 'drawn' }, i) => {
    const name = given ?? `person ${i + 1}`;
    if (response === 'drawn') drawn.push(`when ${name} acknowledges, if at all`);
    else pinned.push(response === 'never' ? `${name} does not respond` : `${name} acknowledges after ${response}`);
    if (action === 'drawn') drawn.push(`how long ${name} needs to act`);
    else pinned.push(action === 'never' ? `${name} does not act` : `${name} needs ${action} to act`);
  });
  return { pinned, drawn, measuredLoss: drawn.some((what) => what.includes(CHANNELS.sms)) };
}

function channelsOf(escalation: Exclude<OncallSpec['escalation'], undefined>): readonly ChannelName[] {
  if (typeof escalation !== 'string') return [...new Set(escalation.channels)];
  return escalation === 'push-escalated' ? ['push', 'call'] : ['sms'];
}
