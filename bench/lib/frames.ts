/**
 * Counts the text messages a WebSocket server sends, by walking frame headers (RFC 6455 §5.2) over whatever pieces arrive;
 * payloads are skipped unread. Server frames are never masked; pings and closes are not counted.
 *
 * @example const count = frameCounter(); count(chunk) // messages that began in this chunk
 */
export function frameCounter(): (chunk: Buffer) => number {
  let skip = 0;
  let rest: Buffer | null = null;
  return (chunk) => {
    let bytes = chunk;
    if (rest) {
      bytes = Buffer.concat([rest, chunk]);
      rest = null;
    }
    let at = 0;
    let messages = 0;
    while (at < bytes.length) {
      if (skip > 0) {
        const step = Math.min(skip, bytes.length - at);
        skip -= step;
        at += step;
        continue;
      }
      const header = headerAt(bytes, at);
      if (header === null) {
        rest = Buffer.from(bytes.subarray(at));
        break;
      }
      if (header.opcode === 1 || header.opcode === 2) messages += 1;
      at += header.size;
      skip = header.payload;
    }
    return messages;
  };
}

function headerAt(bytes: Buffer, at: number): { opcode: number; size: number; payload: number } | null {
  if (bytes.length < at + 2) return null;
  const opcode = (bytes[at] as number) & 15;
  const short = (bytes[at + 1] as number) & 127;
  if (short < 126) return { opcode, size: 2, payload: short };
  if (short === 126) return bytes.length < at + 4 ? null : { opcode, size: 4, payload: bytes.readUInt16BE(at + 2) };
  return bytes.length < at + 10 ? null : { opcode, size: 10, payload: Number(bytes.readBigUInt64BE(at + 2)) };
}
