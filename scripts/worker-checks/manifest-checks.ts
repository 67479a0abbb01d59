import semver from 'semver';
import packageJson from '../../package.json' with { type: 'json' };
import { goesPastUndo } from '../../src/contract/manifest.ts';
import { eachAction, inManifest, type WorkerCheck } from './check.ts';

export const idIsFolderName: WorkerCheck = (worker) => {
  const { id } = worker.manifest;
  return id === worker.name ? [] : [inManifest(worker, 'id', `is ${id}, but the folder is called ${worker.name}`)];
};

export const runsOnThisHeron: WorkerCheck = (worker) => {
  const range = worker.manifest.engines.heron;
  if (semver.validRange(range) === null) {
    return [inManifest(worker, 'engines.heron', `${range} is not a range of versions`)];
  }
  if (semver.satisfies(packageJson.version, range)) return [];
  return [inManifest(worker, 'engines.heron', `${range} leaves out this version, ${packageJson.version}`)];
};

export const hasActions: WorkerCheck = (worker) => {
  const { actions, hooks } = worker.manifest;
  const offers = [...Object.keys(actions), ...hooks];
  return offers.length > 0 ? [] : [inManifest(worker, 'actions', 'there is none, and no hook either')];
};

export const permissionsMatchNeeds: WorkerCheck = (worker) => {
  const { permissions, actions } = worker.manifest;
  const declared = permissions.map(({ capability }) => capability);
  const needed = Object.entries(actions).flatMap(([name, { needs }]) =>
    needs.map(({ capability }, index) => ({ capability, place: `actions.${name}.needs.${index}` })),
  );
  return [
    ...needed
      .filter(({ capability }) => !declared.includes(capability))
      .map(({ capability, place }) => inManifest(worker, place, `${capability} is not among the permissions`)),
    ...declared.flatMap((capability, index) => {
      if (declared.indexOf(capability) < index) {
        return [inManifest(worker, `permissions.${index}`, `${capability} is declared twice`)];
      }
      return needed.some((need) => need.capability === capability)
        ? []
        : [inManifest(worker, `permissions.${index}`, `no action needs ${capability}`)];
    }),
  ];
};

export const secretsMatchNeeds: WorkerCheck = (worker) => {
  const { secrets, actions } = worker.manifest;
  const named = secrets.map(({ name }) => name);
  const needs = Object.entries(actions).flatMap(([action, { needs: all }]) =>
    all.map(({ capability, target }, index) => ({ capability, target, place: `actions.${action}.needs.${index}` })),
  );
  const needed = needs.filter(({ capability }) => capability === 'secrets');
  return [
    ...needed
      .filter(({ target }) => !target.includes('{{') && !named.includes(target))
      .map(({ target, place }) => inManifest(worker, place, `${target} is not among the secrets`)),
    ...named.flatMap((name, index) => {
      if (named.indexOf(name) < index) return [inManifest(worker, `secrets.${index}`, `${name} is named twice`)];
      const isNeeded = needed.some(({ target }) => target.includes('{{') || target === name);
      return isNeeded ? [] : [inManifest(worker, `secrets.${index}`, `no action needs ${name}`)];
    }),
  ];
};

export const riskMatchesNeeds: WorkerCheck = eachAction(({ risk, needs }, complain) => {
  const writes = needs.some(({ capability }) => capability === 'files.write');
  if (risk === 'read' && writes) complain('risk', 'is read, but the action needs files.write');
});

/** It speaks for a program or a service, so there is one, and what stays of it are files. */
export const undoSaysSomething: WorkerCheck = eachAction((action, complain) => {
  if (action.undo === undefined) return;
  if (!goesPastUndo({ ...action, undo: undefined })) {
    complain('undo', 'is said of an action that is not reversible, or has no program or service');
  } else if (!action.needs.some(({ capability }) => capability === 'files.write')) {
    complain('undo', 'is files, but the action needs no files.write');
  }
});

export const resultIsAnOutputField: WorkerCheck = eachAction(({ result, output }, complain) => {
  if (result !== undefined && !(result in output.properties)) complain('result', `the output has no field ${result}`);
});
