import { test } from 'uvu';
import { testNpmScript } from './npm-script.case.ts';

testNpmScript(test, 'typecheck');

test.run();
