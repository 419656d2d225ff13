import type { Import } from './imports.ts';

/** The house: a layer imports only what stands above it. */
export const layers = [
  'src/world',
  'src/protocol',
  'src/measure',
  'src/link',
  'toxics',
  'src/tenancy',
  'src/backend',
  'src/proxy',
  'src/client',
  'src/check',
  'src/app',
  'src/workload',
  'src/oncall',
  'src/cluster',
  'src/scenario',
  'scenarios',
  'src/execute',
  'src/compare',
  'src/report',
  'src/toxiproxy',
  'src/cli',
  // index.ts, and tests of the whole house.
  'src',
] as const;

/** Tests and benchmarks: they may use tools/ and development dependencies. `*.case.ts` is what several tests share. */
export function isTest(file: string): boolean {
  return /\.(?:test|long|case|bench)\.ts$/.test(file);
}

/** What is wrong with the direction of an import, or '' when nothing is. */
export function layerFault({ from, to }: Import): string {
  if (!to.endsWith('.ts')) return to === 'brownout' ? `${from}: imports the package itself` : '';
  const importer = layers.findIndex((layer) => layer === layerOf(from));
  if (importer < 0) return `${from}: ${layerOf(from)} is in no layer, add it to tools/architecture/layers.ts`;
  if (to.startsWith('tools/')) return isTest(from) ? '' : `${from}: imports ${to}, which is not shipped`;
  if (isTest(to) && !isTest(from)) return `${from}: imports ${to}, which is not shipped`;
  const imported = layers.findIndex((layer) => layer === layerOf(to));
  if (imported >= 0 && imported <= importer) return '';
  return `${from}: imports ${to}, but ${layers[importer]} stands above ${layerOf(to)}`;
}

function layerOf(file: string): string {
  const [house = '', room = ''] = file.split('/');
  return house === 'src' && !room.includes('.') ? `${house}/${room}` : house;
}
