import type { KafkaRecord } from './record-batch.js';

/**
 * Parts of `most` records. What is left over is one too when nothing waits behind it; else it comes again at the head of the
 * next fetch. Each batch writes every cell that its events share once, so half a batch costs nearly what a whole one does.
 */
export function inParts(records: readonly KafkaRecord[], most: number, highWatermark: string): KafkaRecord[][] {
  const parts: KafkaRecord[][] = [];
  for (let at = 0; at < records.length; at += most) parts.push(records.slice(at, at + most));
  const last = records.at(-1);
  const moreWaits = last !== undefined && BigInt(last.offset) + 1n < BigInt(highWatermark);
  return parts.length > 1 && moreWaits ? parts.filter(({ length }) => length === most) : parts;
}
