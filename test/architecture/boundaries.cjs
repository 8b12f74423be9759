// The architecture as rules. Each is seen failing by a planted violation in boundaries.spec.ts.
/** Tests and their harnesses may use what serves tests, which itself uses every lib. */
const TESTS = '\\.(int-)?spec\\.ts$|\\.harness\\.ts$|^libs/[^/]+/test/';
const LIBS = [
  'contracts',
  'calendar',
  'observability',
  'mongo',
  'http',
  'messaging',
  'digests',
  'tree',
  'acts',
  'impacts',
  'access',
  'roll',
  'bulk',
  'testing',
];

/** A lib may import only what stands to its left; `contracts` and `calendar` import nothing of ours. */
const libOrder = LIBS.slice(1).map((lib, at) => {
  const allowed = lib === 'calendar' ? [lib] : LIBS.slice(0, at + 2);
  return {
    name: `lib-order-${lib}`,
    comment: `libs/${lib} may import only: ${allowed.join(', ')}`,
    severity: 'error',
    from: { path: `^libs/${lib}/`, pathNot: TESTS },
    to: { path: '^libs/', pathNot: `^libs/(${allowed.join('|')})/` },
  };
});

module.exports = {
  forbidden: [
    {
      name: 'no-service-imports-another',
      comment: 'Services speak through events; only libs cross (DESIGN.md 3)',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'no-lib-imports-an-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'contracts-import-nothing-of-ours',
      severity: 'error',
      from: { path: '^libs/contracts/' },
      to: { path: '^(apps|libs|deploy|test)/', pathNot: '^libs/contracts/' },
    },
    ...libOrder,
    {
      name: 'pure-files-stay-pure',
      comment: 'Rules, contracts and calendar know no framework, store, broker, clock or random source',
      severity: 'error',
      from: {
        path: '\\.rules\\.ts$|^libs/(contracts|calendar|acts)/src/|^libs/tree/src/(tree|place|dated|successions)[^/]*\\.ts$|^apps/reports/src/figures/(effect|derive|measure-keys|tree-change)[^/]*\\.ts$',
        pathNot: `${TESTS}|\\.(module|store|replica|handler|applier|metrics)\\.ts$|tree-replica`,
      },
      to: {
        path: 'node_modules/(@nestjs|mongoose|mongodb|kafkajs|rxjs|nestjs-pino|pino)|^(node:)?(crypto|fs|timers|http)',
      },
    },
    {
      name: 'oracles-stand-alone',
      comment: 'An oracle that shares code with the product shares its mistakes',
      severity: 'error',
      from: { path: '^test/oracles/' },
      to: { path: '^(apps|libs)/' },
    },
    {
      name: 'local-scripts-stand-alone',
      comment: 'The launcher and the demo loader use the product from outside, as a client does',
      severity: 'error',
      from: { path: '^deploy/' },
      to: { path: '^(apps|libs|dist)/' },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: `${TESTS}|^libs/testing/` },
      to: { path: '^libs/testing/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'all-imports-resolve',
      severity: 'error',
      from: { path: '^(apps|libs|test)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.local)/' },
    tsPreCompilationDeps: true,
    webpackConfig: { fileName: 'test/architecture/resolve.cjs' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Packages that offer parts of themselves (csv-parse/sync) say so in `exports`.
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};
