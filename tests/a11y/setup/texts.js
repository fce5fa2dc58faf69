// Texts that want to run, to reorder, to hide or to push a page apart.

/** What a script of a page would call, were it ever run. */
export const MARK = 'misfireWasHere';

/** Each of them is put wherever a register or an export carries free text. */
export const HOSTILE = [
  `<script>${MARK}(1)</script>`,
  `"><img src=x onerror=${MARK}(2)>`,
  `javascript:${MARK}(3)`,
  `[press here](javascript:${MARK}(4)) <https://elsewhere.example/>`,
  `</style></title></desc></svg><svg onload=${MARK}(5)>`,
  '\u202egnp.exe\u2066 \u200f\u061c hidden\u200b',
  'N'.repeat(5000),
  'wide words of a long name '.repeat(200),
  '&lt;b&gt; {{ 7 * 7 }} `code` | \'quoted\' "twice" \\',
  'דנה כהן (12 of 40)',
  '=HYPERLINK("https://elsewhere.example/")',
  '../../outside',
];

/** The text for the n-th place. */
export const hostile = (n) => HOSTILE[n % HOSTILE.length];
