/**
 * What may not be used where: eslint.config.js says where, this file says what and instead of what. One lint rule per
 * ban, so that a folder is freed from one of them in one line.
 */
const member = (object, names) => `MemberExpression[object.name=/^(?:${object})$/]:matches(${has(names)})`;
const has = (names) =>
  `[computed=false][property.name=/^(?:${names})$/], [computed=true][property.value=/^(?:${names})$/]`;
const imported = (module, names) =>
  `ImportDeclaration[source.value=/^(?:node:)?${module}$/] ImportSpecifier[imported.name=/^(?:${names})$/]`;

const randomBytes = 'randomBytes|randomInt|randomUUID|randomFill|randomFillSync|getRandomValues';
const inexact = 'pow|exp|expm1|log|log2|log10|log1p|a?(?:sin|cos|tan)h?|atan2|cbrt|hypot';

const bans = {
  random: {
    instead: 'use world.rng(stream): the same seed must give the same run',
    selectors: [member('Math', 'random'), member('crypto', randomBytes), imported('crypto', randomBytes)],
  },
  math: {
    instead: 'use src/world/math.ts: engines differ in the last bit of this one',
    selectors: [
      member('Math', inexact),
      'BinaryExpression[operator="**"]',
      'AssignmentExpression[operator="**="]',
      'VariableDeclarator[init.name="Math"]',
    ],
  },
  clock: {
    instead: 'use world.clock (now, at, deadlines): virtual time has no other',
    globals: [
      'Date',
      'performance',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'clearTimeout',
      'clearInterval',
      'clearImmediate',
      'queueMicrotask',
    ],
    modules: ['timers', 'timers/promises', 'perf_hooks'],
    selectors: [
      member('process', 'hrtime|uptime|nextTick'),
      imported('process', 'hrtime|uptime|nextTick'),
      member('AbortSignal', 'timeout'),
    ],
  },
  locale: {
    instead: 'compare with < and format by hand: the answer depends on the machine',
    globals: ['Intl'],
    selectors: [`MemberExpression:matches(${has('localeCompare|toLocale\\w+')})`],
  },
  net: { instead: 'use world.net: only src/world/live knows sockets', modules: ['net', 'tls', 'dgram', 'dns'] },
  http: {
    instead: 'serve it from src/toxiproxy, src/app/live or src/cli',
    modules: ['http', 'https', 'http2'],
    globals: ['fetch'],
  },
  threads: { instead: 'use an executor of src/execute', modules: ['worker_threads', 'cluster'] },
  processes: { instead: 'start it from src/execute or src/cli', modules: ['child_process'] },
  zlib: {
    instead: 'use the encoding of hdr-histogram-js: its pako gives the same bytes everywhere',
    modules: ['zlib'],
  },
  'world-kind': {
    instead: 'ask world for what you need: nodes do not know where they live (only src/world, report and cli may)',
    selectors: [
      `MemberExpression[object.name=/(?:^w|W)orld$/]:matches(${has('kind')})`,
      `MemberExpression[object.property.name=/(?:^w|W)orld$/]:matches(${has('kind')})`,
      'VariableDeclarator[init.name=/(?:^w|W)orld$/] Property[key.name="kind"]',
      'VariableDeclarator[init.property.name=/(?:^w|W)orld$/] Property[key.name="kind"]',
    ],
  },
  only: {
    instead: 'run one file by `npm test -- path`: a test that is left out must not look green',
    selectors: ['CallExpression[callee.property.name="only"]'],
  },
};

function rule({ instead, globals = [], modules = [], selectors = [] }) {
  return {
    meta: { type: 'problem', schema: [] },
    create(context) {
      const { sourceCode } = context;
      const report = (node, what = sourceCode.getText(node)) =>
        context.report({ node, message: `${what}: ${instead}.` });
      const checkModule = (node, source) => {
        const name = String(source?.value ?? '').replace(/^node:/, '');
        if (modules.includes(name)) report(node, `node:${name}`);
      };
      const reportGlobals = (program) => {
        const { variables, through } = sourceCode.getScope(program);
        const ambient = variables.filter((variable) => variable.defs.length === 0);
        for (const { identifier } of [...through, ...ambient.flatMap((variable) => variable.references)]) {
          if (globals.includes(identifier.name)) report(identifier);
        }
      };
      const onGlobalObject = member('globalThis|global', globals.join('|'));
      return {
        ...Object.fromEntries(selectors.map((selector) => [selector, (node) => report(node)])),
        ...(globals.length > 0 && { 'Program:exit': reportGlobals, [onGlobalObject]: (node) => report(node) }),
        ImportDeclaration: (node) => checkModule(node, node.source),
        ExportNamedDeclaration: (node) => checkModule(node, node.source),
        ExportAllDeclaration: (node) => checkModule(node, node.source),
        ImportExpression: (node) => checkModule(node, node.source),
        'CallExpression[callee.name="require"]': (node) => checkModule(node, node.arguments[0]),
        'CallExpression[callee.property.name="getBuiltinModule"]': (node) => checkModule(node, node.arguments[0]),
      };
    },
  };
}

export const plugin = { rules: Object.fromEntries(Object.entries(bans).map(([name, ban]) => [name, rule(ban)])) };

/** Settings that turn these bans on or off. */
export const set = (level, ...names) => Object.fromEntries(names.map((name) => [`brownout/${name}`, level]));
