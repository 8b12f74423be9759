/** Something the person at the keyboard can mend: the message is one line that says what to do. */
export class Trouble extends Error {
  constructor(line, { exitCode = 1, cause } = {}) {
    super(line, { cause });
    this.name = 'Trouble';
    this.exitCode = exitCode;
  }
}

/** Prints a trouble as its one line, and anything unforeseen whole. Returns the exit code. */
export function report(error) {
  console.error(error instanceof Trouble ? `✗ ${error.message}` : error);
  return error instanceof Trouble ? error.exitCode : 1;
}

/** A full disk speaks through any write; everything else passes unchanged. */
export function asTrouble(error, place) {
  if (error?.code !== 'ENOSPC') return error;
  return new Trouble(
    `The disk is full (${place}): free at least 2 GB there, or set LIEN_CAP_HOME to a folder on another disk.`,
    {
      cause: error,
    },
  );
}
