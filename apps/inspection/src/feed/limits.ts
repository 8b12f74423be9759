/** Token of the limits of streams (StreamLimits): a test makes them small. */
export const LIMITS = Symbol('STREAM_LIMITS');
