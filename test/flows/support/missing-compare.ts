import type { HttpClient } from '#testing';
import type { Oracle } from '../../oracles/figures.js';

type Page = { missing: number; items: { unit: { id: string } }[]; next: string | null };

/** How the list of branches that miss a period differs from what the oracle finds. */
export async function missingDifferences(
  reports: HttpClient,
  oracle: Oracle,
  unitId: string,
  query: Record<string, string>,
  { from, to }: { from: string; to: string },
): Promise<string[]> {
  const path = `/v1/units/${unitId}/missing?${new URLSearchParams({ ...query, limit: '37' })}`;
  const found: string[] = [];
  let counted = 0;
  for (let next: string | null = ''; next !== null;) {
    const { status, body }: { status: number; body: Page } = await reports.read<Page>(
      next ? `${path}&cursor=${encodeURIComponent(next)}` : path,
    );
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    found.push(...body.items.map(({ unit }) => unit.id));
    counted = body.missing;
    ({ next } = body);
  }
  const expected = oracle.missing(unitId, from, to);
  const wrong = [...found.filter((id) => !expected.includes(id)), ...expected.filter((id) => !found.includes(id))];
  const where = `${unitId} ${from}/${to}`;
  return [
    ...wrong.map((id) => `${where}: branch ${id} is on one list only`),
    ...(found.length === expected.length && counted === expected.length
      ? []
      : [`${where}: ${found.length} of ${counted} branches are missing, should be ${expected.length}`]),
  ];
}
