// npm run check:deploy: docker-compose.yml against the Compose schema, and each Kubernetes manifest against the schema of its
// kind. Everything in deploy/kubernetes must be named by a kustomization; what is named as a patch is a part of a manifest,
// so nothing is required of it, and unknown or mistyped fields are faults all the same. With a file (or - for standard
// input) as argument: that file alone, a Compose file or manifests, e.g. `kustomize build … | node deploy/schemas/check.mjs -`.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse, parseAllDocuments } from 'yaml';

import { KUSTOMIZATION } from './kustomization.mjs';

const ROOT = resolve(import.meta.dirname, '../..');
const MANIFESTS = join(ROOT, 'deploy/kubernetes');
const schema = (name) => JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
const kubernetes = schema('kubernetes-1.35.json');
ajv.addSchema(kubernetes, 'whole');
ajv.addSchema(withoutRequired(kubernetes), 'part');

const faults = new Set();

/** The schema of a patch: the same fields and types, none of them needed. */
function withoutRequired(node) {
  if (Array.isArray(node)) return node.map(withoutRequired);
  if (node === null || typeof node !== 'object') return node;
  const kept = Object.entries(node).filter(([key, value]) => key !== 'required' || !Array.isArray(value));
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutRequired(value)]));
}

function judge(what, validate, document) {
  if (validate(document)) return;
  for (const { instancePath, message, params } of validate.errors) {
    const more = params.additionalProperty ?? params.unevaluatedProperty ?? params.allowedValues?.join(', ') ?? '';
    faults.add(`${what}${instancePath || '/'} ${message}${more ? `: ${more}` : ''}`);
  }
}

function judgeManifests(what, text, size) {
  let count = 0;
  for (const document of parseAllDocuments(text)) {
    const manifest = document.toJS();
    const kind = manifest?.kind;
    const name = `${what} ${kind} ${manifest?.metadata?.name}`;
    if (document.errors.length > 0) faults.add(`${what}: ${document.errors[0].message}`);
    else if (!Object.hasOwn(kubernetes.$defs, kind)) faults.add(`${name}: no schema for this kind in deploy/schemas`);
    else judge(name, ajv.getSchema(`${size}#/$defs/${kind}`), manifest);
    count += 1;
  }
  return count;
}

/** Every file of the folder, by what its kustomizations make of it. */
function judgeKustomizations() {
  const files = readdirSync(MANIFESTS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name));
  const validate = ajv.compile(KUSTOMIZATION);
  const roots = files.filter((file) => file.endsWith('/kustomization.yaml'));
  const named = new Map();
  for (const root of roots) {
    const kustomization = parse(readFileSync(root, 'utf8'));
    judge(relative(ROOT, root), validate, kustomization);
    const { resources = [], patches = [] } = kustomization;
    const place = (path) => resolve(dirname(root), path);
    for (const path of resources) named.set(place(path), 'whole');
    for (const { path } of patches) named.set(place(path), 'part');
  }
  const folders = new Set(roots.map(dirname));
  for (const path of named.keys())
    if (!files.includes(path) && !folders.has(path)) faults.add(`${relative(ROOT, path)} is named and not there`);
  let count = 0;
  for (const file of files.filter((path) => !roots.includes(path))) {
    const size = named.get(file);
    if (size) count += judgeManifests(relative(ROOT, file), readFileSync(file, 'utf8'), size);
    else faults.add(`${relative(ROOT, file)} is named by no kustomization`);
  }
  return count;
}

function judgeCompose(what, text) {
  judge(what, ajv.compile(schema('compose-spec.json')), parse(text, { merge: true }));
  return 1;
}

function judgeOne(file) {
  const text = readFileSync(file === '-' ? 0 : file, 'utf8');
  return /^services:/m.test(text) ? judgeCompose(file, text) : judgeManifests(file, text, 'whole');
}

function judgeAll() {
  return (
    judgeCompose('docker-compose.yml', readFileSync(join(ROOT, 'docker-compose.yml'), 'utf8')) + judgeKustomizations()
  );
}

const [given] = process.argv.slice(2);
const count = given ? judgeOne(given) : judgeAll();
for (const fault of faults) console.error(fault);
if (faults.size === 0) console.log(`deploy: ${count} documents fit their schemas`);
process.exitCode = faults.size === 0 ? 0 : 1;
