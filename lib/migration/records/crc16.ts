/** CRC16 (XMODEM), with which Redis Cluster finds the slot of a key. Its specification has the algorithm. */
const TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc & 0xffff;
});

export function crc16(text: string): number {
  let crc = 0;
  for (const byte of Buffer.from(text)) crc = ((crc << 8) & 0xffff) ^ (TABLE[(crc >> 8) ^ byte] ?? 0);
  return crc;
}

/** The slot of a key, 0 to 16383: that of the text in its first braces, if there is any. */
export function slotOf(key: string): number {
  const open = key.indexOf("{");
  const close = open < 0 ? -1 : key.indexOf("}", open + 1);
  return crc16(close > open + 1 ? key.slice(open + 1, close) : key) & 16383;
}

/** Which hundredth of the shoppers a session belongs to, 0 to 99: those below the percentage are read from Redis. */
export const shareOf = (sid: string): number => crc16(sid) % 100;
