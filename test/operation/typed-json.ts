import ts from 'typescript';

const STRUCTURED = ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.NonPrimitive;

/**
 * Checks a JSON value against a type of a package: Grafana ships its dashboard schema as TypeScript declarations, in
 * which enums are declared, so that a compiler refuses the very values that JSON holds. Answers paths with what is wrong.
 */
export class TypedJson {
  private readonly checker: ts.TypeChecker;
  private readonly file: ts.SourceFile;

  constructor(declarations: string) {
    const program = ts.createProgram([declarations], { strict: true, noEmit: true, skipLibCheck: true });
    this.checker = program.getTypeChecker();
    const file = program.getSourceFile(declarations);
    if (!file) throw new Error(`${declarations} is not there`);
    this.file = file;
  }

  faults(name: string, value: unknown): string[] {
    const module = this.checker.getSymbolAtLocation(this.file);
    const symbol = module && this.checker.getExportsOfModule(module).find((each) => each.name === name);
    if (!symbol) throw new Error(`${name} is not declared`);
    return this.against(this.checker.getDeclaredTypeOfSymbol(symbol), value, name);
  }

  private against(type: ts.Type, value: unknown, path: string): string[] {
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return [];
    if (type.isUnion()) return this.againstUnion(type, value, path);
    if (type.isLiteral()) return type.value === value ? [] : [`${path}: ${String(value)}`];
    if (Array.isArray(value)) return this.againstArray(type, value, path);
    if (typeof value === 'object' && value !== null)
      return this.againstObject(type, value as Record<string, unknown>, path);
    return this.fits(type, value) ? [] : [`${path}: ${JSON.stringify(value)} is no ${this.checker.typeToString(type)}`];
  }

  private fits(type: ts.Type, value: unknown): boolean {
    if (type.flags & ts.TypeFlags.BooleanLiteral) return this.checker.typeToString(type) === String(value);
    const kinds: [ts.TypeFlags, boolean][] = [
      [ts.TypeFlags.String, typeof value === 'string'],
      [ts.TypeFlags.Number, typeof value === 'number'],
      [ts.TypeFlags.Boolean, typeof value === 'boolean'],
      [ts.TypeFlags.Null, value === null],
      [ts.TypeFlags.Undefined, value === undefined],
    ];
    return kinds.some(([flag, fits]) => (type.flags & flag) !== 0 && fits);
  }

  /** Of the members of the value's kind, the one with the fewest faults is the one that was meant. */
  private againstUnion(type: ts.UnionType, value: unknown, path: string): string[] {
    const structured = typeof value === 'object' && value !== null;
    const alike = type.types.filter((each) => Boolean(each.flags & STRUCTURED) === structured);
    const tried = (alike.length > 0 ? alike : type.types).map((each) => this.against(each, value, path));
    return tried.reduce((least, each) => (each.length < least.length ? each : least));
  }

  private againstArray(type: ts.Type, values: unknown[], path: string): string[] {
    const item = this.checker.getIndexTypeOfType(type, ts.IndexKind.Number);
    if (!item) return [`${path}: a list is no ${this.checker.typeToString(type)}`];
    return values.flatMap((value, at) => this.against(item, value, `${path}[${at}]`));
  }

  private againstObject(type: ts.Type, value: Record<string, unknown>, path: string): string[] {
    if (!(type.flags & STRUCTURED)) return [`${path}: an object is no ${this.checker.typeToString(type)}`];
    const properties = this.checker.getPropertiesOfType(type);
    const rest = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    // `Record<string, any>` and `object` say nothing of what is inside.
    if (properties.length === 0 && !rest) return [];
    const known = new Map(
      properties.map((each) => [each.name, this.checker.getTypeOfSymbolAtLocation(each, this.file)]),
    );
    const missing = properties
      .filter((each) => !(each.flags & ts.SymbolFlags.Optional) && value[each.name] === undefined)
      .map((each) => `${path}.${each.name} is missing`);
    const inside = Object.entries(value).flatMap(([key, field]) => {
      const own = known.get(key) ?? rest;
      return own ? this.against(own, field, `${path}.${key}`) : [`${path}.${key} is not known`];
    });
    return [...missing, ...inside];
  }
}
