import { asyncApiDocument } from '#contracts';
import { samplesOf } from './samples.js';

/** What an integrator reads of the broker; the address to use is the operator's to give. */
const BROKER = 'localhost:9092';

let made: Record<string, unknown> | undefined;

/** The AsyncAPI document of all events, with their samples. Made once: anybody may ask for it, and it reads each sample's file. */
export const eventsDocument = (): Record<string, unknown> => (made ??= asyncApiDocument(BROKER, samplesOf));
