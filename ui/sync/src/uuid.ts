import type { Uuid } from './generated/protocol.js';

let lastMs = 0;
let counter = 0;

/** A UUID of version 7 (RFC 9562); those made by one page ascend, also within a millisecond. */
export function uuidv7(nowMs: number = Date.now()): Uuid {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  if (nowMs > lastMs) {
    lastMs = nowMs;
    // Starts low in its 12 bits so that thousands fit into one millisecond before the clock is pushed ahead.
    counter = ((bytes[6] ?? 0) << 2) | ((bytes[7] ?? 0) & 3);
  } else if (++counter > 0xfff) {
    lastMs += 1;
    counter = 0;
  }
  for (let index = 0, rest = lastMs; index < 6; index++) {
    bytes[5 - index] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes[6] = 0x70 | (counter >> 8);
  bytes[7] = counter & 0xff;
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Whatever is made from now on ascends from that one, also if it was made by another page, or by another clock. */
export function uuidAfter(id: Uuid): void {
  const ms = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  if (ms >= lastMs) {
    lastMs = ms + 1;
    counter = 0;
  }
}
