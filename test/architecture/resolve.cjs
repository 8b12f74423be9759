// Tells dependency-cruiser where the `#name` subpath imports of package.json live in source, so that it needs no build.
const { readdirSync } = require('node:fs');
const { join, resolve } = require('node:path');

const libs = resolve(__dirname, '../../libs');
module.exports = {
  resolve: {
    alias: Object.fromEntries(readdirSync(libs).map((lib) => [`#${lib}`, join(libs, lib, 'src/index.ts')])),
    extensionAlias: { '.js': ['.ts', '.js'] },
  },
};
