import { asyncApiDocument } from '#contracts';
import { samplesOf } from './samples.js';

/** What an integrator reads of the broker; the address to use is the operator's to give. */
const BROKER = 'localhost:9092';

/** The AsyncAPI document of all events, with their samples. */
export const eventsDocument = (): Record<string, unknown> => asyncApiDocument(BROKER, samplesOf);
