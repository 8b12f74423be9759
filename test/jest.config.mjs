import { resolve } from 'node:path';

// Jest runs in CommonJS mode: ESM-only packages are down-levelled by swc, so that Nest's decorators,
// jest's module registry and fake clocks all work as documented. Tiers are told by suffix:
// *.spec.ts pure (ms), *.int-spec.ts one part on a real Kafka and MongoDB, *.e2e-spec.ts several services.
const swc = (syntax) => [
  '@swc/jest',
  {
    jsc: {
      target: 'es2023',
      parser: { syntax, decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
      keepClassNames: true,
    },
    module: { type: 'commonjs' },
  },
];
const libs = [
  'access',
  'acts',
  'bulk',
  'calendar',
  'contracts',
  'digests',
  'http',
  'impacts',
  'messaging',
  'mongo',
  'observability',
  'roll',
  'testing',
  'tree',
];
const rootDir = resolve(import.meta.dirname, '..');
const base = {
  rootDir,
  testEnvironment: 'node',
  setupFilesAfterEnv: ['<rootDir>/test/timeout.setup.mjs'],
  moduleNameMapper: {
    ...Object.fromEntries(libs.map((lib) => [`^#${lib}$`, `<rootDir>/libs/${lib}/src/index.ts`])),
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: { '^.+\\.ts$': swc('typescript'), '^.+\\.m?js$': swc('ecmascript') },
  // The driver's runtime_adapters calls import(), which CommonJS mode refuses: without it every handshake fails.
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|@seriousme|nestjs-pino|nestjs-cls|jose|file-type|strtok3|token-types|uint8array-extras|load-esm|@tokenizer|@borewit|uid|iterare|oidc-provider|nanoid|quick-lru|koa|uuid|cloudevents|p-limit|yocto-queue)/|(mongoose/node_modules/)?mongodb/lib/runtime_adapters)',
  ],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.local/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.local/'],
};
const servers = {
  globalSetup: '<rootDir>/test/servers.setup.mjs',
  globalTeardown: '<rootDir>/test/servers.teardown.mjs',
};
export default {
  testSequencer: '<rootDir>/test/sequencer.mjs',
  rootDir,
  projects: [
    { ...base, displayName: 'unit', testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'] },
    { ...base, ...servers, displayName: 'int', testMatch: ['<rootDir>/{apps,libs,test}/**/*.int-spec.ts'] },
    {
      ...base,
      ...servers,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
      testPathIgnorePatterns: [...base.testPathIgnorePatterns, '/test/browser/'],
    },
    { ...base, ...servers, displayName: 'browser', testMatch: ['<rootDir>/test/browser/**/*.e2e-spec.ts'] },
  ],
};
