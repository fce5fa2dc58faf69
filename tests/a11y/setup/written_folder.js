// A review folder of any size, written as plain tables: every number in it is chosen.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { csv } from './csv.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2026-07-01T08:00:00Z');
const at = (moment) => new Date(moment).toISOString().slice(0, 19) + 'Z';
const count = (n, make) => Array.from({ length: n }, (_, index) => make(index));

/** Days a person is left alone between two actions, so that one does not explain the other. */
const APART = 21 * DAY;

/**
 * Writes a folder whose period 2026-Q3 holds `cases` locks, spread over `owners` workflows with an owner each.
 * A person has up to four cases; `isWrong(n)` tells whether the trigger of case `n` is undone two hours later.
 * `failed` adds so many commands of the period that failed, which are no cases: a period without any action is
 * refused.
 */
export function written(to, { cases, owners, isWrong, failed = 0 }) {
  const people = Math.max(1, Math.ceil(cases / 4));
  const mail = (person) => `person-${person}@example.org`;
  const actions = [];
  const events = [];
  const add = (id, person, moment, workflow, wrong) => {
    events.push([`off-${id}`, 'account_disabled', at(moment), mail(person), `group-${workflow}`]);
    actions.push([id, 'lock', at(moment + MINUTE), at(moment + 2 * MINUTE), `S${person}`, `account:runner-${workflow}`, 'done']);
    if (wrong) {
      events.push([`on-${id}`, 'account_enabled', at(moment + 120 * MINUTE), mail(person), '']);
    }
  };
  for (let n = 0; n < cases; n += 1) {
    const person = n % people;
    const moment = START + Math.floor(n / people) * APART + (person % 20) * DAY + (person % 480) * MINUTE;
    add(`case-${n}`, person, moment, n % owners, isWrong(n));
  }
  for (let n = 0; n < failed; n += 1) {
    actions.push([`failed-${n}`, 'lock', at(START + n * DAY), at(START + n * DAY + MINUTE), 'S0', 'account:runner-0', 'failed']);
  }
  // The log goes on, so that no case is too young to be judged.
  events.push(['last', 'sign_in', '2026-12-15T08:00:00Z', mail(0), '']);
  const write = (name, text) => {
    mkdirSync(join(to, name, '..'), { recursive: true });
    writeFileSync(join(to, name), text);
  };
  write('misfire.toml', '[organisation]\nname = "Larkspur Sample Works"\ntime_zone = "UTC"\n\n[[source]]\npath = "exports/*.csv"\n');
  write('exports/actions.csv', csv(['action_id', 'kind', 'sent_at', 'done_at', 'serial', 'initiator', 'outcome'], actions));
  write('exports/events.csv', csv(['event_id', 'kind', 'occurred_at', 'email', 'object_name'], events));
  write('registers/people.csv', csv(['person_id', 'display_name', 'kind', 'upn', 'email'],
    count(people, (n) => [`P${n}`, `Sample Person ${n}`, 'employee', mail(n), mail(n)])));
  write('registers/devices.csv', csv(['serial', 'jamf_class', 'device_class', 'custody', 'assigned_person'],
    count(people, (n) => [`S${n}`, 'computer', 'mac', 'personal', `P${n}`])));
  write('registers/workflows.toml', count(owners, workflow).join('\n'));
  return to;
}

function workflow(n) {
  return [
    '[[workflow]]', `id = "lock-${n}"`, `title = "Lock of group ${n}"`, 'purpose = "Locks the Macs of leavers."',
    'triggers = ["account_disabled"]', `objects = ["group-${n}"]`, 'actions = ["lock"]', `initiators = ["account:runner-${n}"]`,
    'max_delay = "24h"', 'tolerated_rate = 0.02', `control_owner = "team:owner-${n}"`,
    `business_approver = "team:business-${n}"`, `execution_owner = "team:endpoint-${n % 7}"`,
    'exception_owner = "team:people-office"', `approved_by = "team:business-${n}"`, 'approved_at = "2026-01-01"',
    'approval_expires = "2027-01-01"', 'valid_from = "2026-01-01"', '',
  ].join('\n');
}
