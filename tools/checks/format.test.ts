import { test } from 'uvu';
import { testNpmScript } from './npm-script.case.ts';

testNpmScript(test, 'format:check');

test.run();
