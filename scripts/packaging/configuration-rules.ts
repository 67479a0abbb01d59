import type { Configuration } from 'app-builder-lib';
import { type PackageFinding, problem } from './package-finding.ts';
import { formatsOf, type Os } from './package-targets.ts';

/** What Electron's program must never do, whoever starts it and with whatever environment (electronjs.org, fuses). */
export const neededFuses = {
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableCookieEncryption: true,
  onlyLoadAppFromAsar: true,
  enableEmbeddedAsarIntegrityValidation: true,
  grantFileProtocolExtraPrivileges: false,
} as const;

/** What electron-builder's schema allows and Heron does not. */
export function checkConfiguration(configuration: Configuration): PackageFinding[] {
  return [
    ...checkFuses(configuration),
    ...checkIntegrity(configuration),
    ...(Object.keys(formatsOf) as Os[]).flatMap((os) => checkFormats(configuration, os)),
    ...checkAssociations(configuration),
    ...checkMac(configuration),
  ];
}

function checkFuses({ electronFuses }: Configuration): PackageFinding[] {
  return Object.entries(neededFuses).flatMap(([name, needed]) => {
    const given = electronFuses?.[name as keyof typeof neededFuses];
    return given === needed ? [] : problem(`electronFuses.${name} is ${given ?? 'not set'} and must be ${needed}`);
  });
}

/** The archive's hash is in the program; a changed archive does not load. */
function checkIntegrity(configuration: Configuration): PackageFinding[] {
  const systems = [configuration, configuration.linux, configuration.mac, configuration.win];
  return [
    ...(configuration.disableAsarIntegrity
      ? [problem('disableAsarIntegrity is set: a changed archive would load')]
      : []),
    ...(systems.some((system) => system?.asar === false) ? [problem('asar is off: nothing tells a changed app')] : []),
  ];
}

function checkFormats(configuration: Configuration, os: Os): PackageFinding[] {
  const target = configuration[os]?.target ?? [];
  const names = [target].flat().map((each) => (typeof each === 'string' ? each : each.target).toLowerCase());
  return formatsOf[os]
    .filter((format) => !names.includes(format.toLowerCase()))
    .map((format) => problem(`${os}.target does not name ${format}`));
}

function checkAssociations({ fileAssociations, protocols }: Configuration): PackageFinding[] {
  const extensions = [fileAssociations ?? []].flat().flatMap(({ ext }) => ext);
  const schemes = [protocols ?? []].flat().flatMap((protocol) => protocol.schemes);
  return [
    ...(extensions.includes('heron') ? [] : [problem('fileAssociations does not name the extension heron')]),
    ...(schemes.includes('heron') ? [] : [problem('protocols does not name the scheme heron')]),
  ];
}

/** What macOS wants of a signed app before it shows a notice's buttons and lets it hear and see. */
function checkMac({ mac }: Configuration): PackageFinding[] {
  const told = mac?.extendInfo as Record<string, unknown> | undefined;
  const texts = ['NSMicrophoneUsageDescription', 'NSCameraUsageDescription'].filter((name) => !told?.[name]);
  return [
    ...texts.map((name) => problem(`mac.extendInfo does not say ${name}`)),
    ...(told?.['NSUserNotificationAlertStyle'] === 'alert'
      ? []
      : [problem('mac.extendInfo.NSUserNotificationAlertStyle is not alert: notices have no buttons')]),
    ...(mac?.entitlements && mac.entitlementsInherit
      ? []
      : [problem('mac names no entitlements: a signed app gets no microphone and no camera')]),
  ].flat();
}
