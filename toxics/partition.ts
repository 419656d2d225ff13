import { defineToxic } from '../src/link/toxic.ts';

/**
 * Nothing passes in its direction, no FIN either, and connects vanish (tried again after 1, 3, 7 s), whichever the
 * direction: a handshake needs both. One direction is a one-way partition; for a full one put it on both streams. As TCP
 * shows it, no byte is lost: what was said meanwhile passes when the toxic goes, without the wait for a retransmission
 * that a real one may add.
 */
export const partition = defineToxic({
  type: 'partition',
  attributes: {},
  shape(_now, out) {
    out.at = Infinity;
  },
  shapeEnd(_now, out) {
    out.at = Infinity;
  },
  connect(_now, out) {
    out.fate = 'drop';
  },
});
