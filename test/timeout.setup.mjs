// A test waits for a condition, and says itself when it gives up; Jest's 5 s would fail it for a busy machine alone.
jest.setTimeout(60_000);
