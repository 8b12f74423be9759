import type { ActVerb, UnitRecord } from '#contracts';

/** The verbs that put records back as they were: what an act founded is voided. Newest change first. */
export const restoring = (
  records: readonly { before: UnitRecord | undefined; record: Pick<UnitRecord, 'id'> }[],
): ActVerb[] =>
  records.toReversed().map(({ before, record }) => ({
    verb: 'restore',
    unitId: record.id,
    stretches: before?.stretches ?? [],
    ...(before?.successions && { successions: before.successions }),
    ...(before?.duplicateOf && { duplicateOf: before.duplicateOf }),
  }));
