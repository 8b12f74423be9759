export class Journal {
  static open(home: string, say?: (line: string) => void): Promise<Journal>;
  close(): void;
}
