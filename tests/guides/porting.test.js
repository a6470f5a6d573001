/** The excerpts of the porting guide stand in the files that are built and run. */
import { it } from 'node:test';

import { assertTested } from './excerpts.js';

it('the porting guide shows code that is tested', () =>
  assertTested('web/docs/porting.md', 5, ['tests/porting/gunzip.c', 'tests/porting/xml.c']));
