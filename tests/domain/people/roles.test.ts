import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  may,
  mayApprove,
  needsSecondPerson,
  Permission,
  permissionsOf,
  Role,
  rolesWith,
  TwoPersonAction,
} from '../../../src/domain/people/roles.ts';

const role = fc.constantFrom(...Role.options);

describe('the table of permissions', () => {
  test('is total: every permission has a row, with known roles, at least one, none twice', () => {
    expect(Object.keys(rolesWith).toSorted()).toEqual(Permission.options.toSorted());
    for (const roles of Object.values(rolesWith)) {
      expect(roles.length).toBeGreaterThan(0);
      expect(new Set(roles).size).toBe(roles.length);
      for (const each of roles) expect(Role.options).toContain(each);
    }
  });

  test('answers the same whichever way it is asked', () => {
    fc.assert(
      fc.property(role, fc.constantFrom(...Permission.options), (who, permission) => {
        expect(permissionsOf(who).includes(permission)).toBe(may(who, permission));
      }),
    );
  });

  test('lets each person do the own job', () => {
    const jobs: Readonly<Record<Role, readonly Permission[]>> = {
      clerk: ['queue.claim', 'batch.create', 'batch.print', 'piece.reprint', 'piece.spoil'],
      qc: ['qc.scan', 'qc.pass', 'piece.spoil'],
      shipping: ['pack', 'label.buy', 'handover', 'return.record'],
      supervisor: ['reports.read', 'stock.approve', 'approval.give', 'audit.read', 'emergency.start'],
      administrator: ['templates.write', 'users.write', 'settings.write'],
    };
    for (const who of Role.options) for (const job of jobs[who]) expect(may(who, job)).toBe(true);
  });

  test('keeps judging apart from printing, and paying apart from both', () => {
    expect(may('clerk', 'qc.pass')).toBe(false);
    expect(may('qc', 'batch.print')).toBe(false);
    expect(may('clerk', 'label.buy')).toBe(false);
    expect(may('qc', 'label.buy')).toBe(false);
  });

  test('keeps the administrator off the paper, and everyone else off the settings', () => {
    for (const job of ['batch.print', 'qc.pass', 'label.buy', 'stock.approve', 'approval.give'] as const) {
      expect(may('administrator', job)).toBe(false);
    }
    expect(rolesWith['users.write']).toEqual(['administrator']);
    expect(rolesWith['settings.write']).toEqual(['administrator']);
  });
});

describe('two persons', () => {
  test('are needed for every act of the list, and for spoiling where the rules ask for them', () => {
    for (const action of TwoPersonAction.options) expect(needsSecondPerson(action)).toBe(true);
    expect(needsSecondPerson('spoil_numbered_sheet', { witnessesForSpoil: 1 })).toBe(false);
    expect(needsSecondPerson('spoil_numbered_sheet', { witnessesForSpoil: 2 })).toBe(true);
    expect(needsSecondPerson('adjust_stock', { witnessesForSpoil: 0 })).toBe(true);
  });

  test('are two: nobody approves for oneself, and only who may approve does', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), role, (actor, approver, who) => {
        expect(mayApprove({ id: actor, role: who }, actor)).toBe(false);
        fc.pre(actor !== approver);
        expect(mayApprove({ id: approver, role: who }, actor)).toBe(who === 'supervisor');
      }),
    );
  });
});
