const names = { type: 'array', items: { type: 'string' } };
const strict = (properties, required = []) => ({ type: 'object', additionalProperties: false, properties, required });
const listOf = (properties, required) => ({ type: 'array', items: strict(properties, required) });
const text = { type: 'string' };
const pairs = { type: 'object', additionalProperties: text };

/** What of a kustomization.yaml is used here: Kustomize publishes no schema of it. Other fields are faults until added. */
export const KUSTOMIZATION = strict(
  {
    apiVersion: { const: 'kustomize.config.k8s.io/v1beta1' },
    kind: { const: 'Kustomization' },
    namespace: text,
    resources: names,
    labels: listOf({ pairs, includeSelectors: { type: 'boolean' }, includeTemplates: { type: 'boolean' } }, ['pairs']),
    patches: listOf({ path: text, target: strict({ kind: text, name: text }) }, ['path']),
    replicas: listOf({ name: text, count: { type: 'integer', minimum: 0 } }, ['name', 'count']),
    // A tag that looks like a number must stand in quotes.
    images: listOf({ name: text, newName: text, newTag: text }, ['name']),
    configMapGenerator: listOf({ name: text, behavior: { enum: ['create', 'merge', 'replace'] }, literals: names }, [
      'name',
    ]),
  },
  ['apiVersion', 'kind', 'resources'],
);
