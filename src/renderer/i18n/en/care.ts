/** Texts for work that went astray: what came back, what was restored, what the station gave to a person. */
export const returned = {
  tab: 'Returned',
  scan: 'Scan the label of the envelope that came back, or a certificate in it',
  scanHint: 'Tracking number, parcel number or certificate number; scanned or typed',
  why: 'Why did it come back?',
  note: 'Note (optional)',
  record: 'Record return',
  recorded: 'Recorded: {{parcel}} is back.',
  list: 'Envelopes that came back',
  since: 'back {{since}}',
  byCarrier: 'The carrier says so; nobody has had it in hand yet.',
  reasonIs: '{{reason}}, recorded by {{who}}',
  reason: {
    refused: 'Refused',
    moved: 'Moved away',
    unknown_address: 'Address not known',
    unclaimed: 'Not collected',
    damaged: 'Damaged',
    other: 'Another reason',
  },
  resume: 'Undamaged: mail again',
  resumeTitle: 'Mail again: {{parcel}}',
  resumeWhy: 'The same sheets go back to the packing bench, for a new envelope to this address.',
  resumed: 'Back at the packing bench: {{n}}. Left here: {{left}}.',
  spoil: 'Damaged: print again',
  spoilOf: 'Damaged, print again: {{number}}',
  spoilTitle: 'Print again: {{number}}',
  spoilWhy: 'The sheet is spoiled and destroyed; the certificate goes back to the queue, for this address.',
  spoiled: 'The sheet is spoiled; the certificate is back in the queue.',
  stopped: 'May not go out again: {{reason}}. It is on the pull list.',
  empty: 'Nothing came back',
  emptyHint: 'Envelopes that the post brings back are recorded here, and go out again or are printed anew.',
};

export const jobs = {
  title: 'Left to a person',
  kind: {
    label_look_up: 'Look up whether a label was bought',
    label_void: 'Take a label back',
    parcel_track: 'Follow an envelope',
    other: 'Other work',
  },
  what: 'What',
  since: 'Since',
  problem: 'Last answer',
  attempts: 'Tries',
  retry: 'Try again',
  retryOf: 'Try again: {{what}}, {{parcel}}',
  giveUp: 'Give up …',
  giveUpOf: 'Give up: {{what}}, {{parcel}}',
  giveUpTitle: 'Give up: {{what}}',
  giveUpWhy: {
    label_look_up:
      'You say that this label was never bought. Postage can then be bought anew: look into the carrier’s account first.',
    label_void: 'The label stays as it is, and its postage is not refunded.',
    parcel_track: 'The envelope is not followed any more; a return or a loss is recorded by hand.',
    other: 'It is not tried any more.',
  },
  none: 'Nothing is left to a person.',
};

export const restored = {
  title: 'After a restore from a backup',
  why: 'The data of this station are older than the work: {{n}} pieces may have been printed after the backup. They are held until you say what became of them.',
  batch: 'Batch {{number}}',
  noBatch: 'Work that was promised to this station and not begun',
  nothing: 'None of these was printed',
  nothingWhy:
    'You say that no sheet of this group was printed after the backup. They go on, and will be printed.',
  choose: 'Some were printed …',
  chooseTitle: 'What became of them? {{batch}}',
  chooseWhy:
    'Look at the trays, the stack, the envelopes and the hand-over lists. What is printed twice cannot be taken back.',
  confirm: 'Confirm',
  central: 'central: {{stage}}',
  outcome: { not_printed: 'Not printed', printed: 'Printed, here', mailed: 'Mailed' },
  settled: 'Settled: {{n}} pieces.',
};

export const reprint = {
  ask: 'Print again …',
  askOf: 'Print again: {{number}}',
  title: 'Print again: {{number}}',
  where: {
    handed_over: 'The old paper is with the carrier.',
    in_transit: 'The old paper is on its way with the carrier.',
    delivered: 'The old paper was delivered.',
    lost: 'The carrier lost the old paper.',
  },
  why: 'The same certificate is printed on a new sheet, and both are valid. A second person agrees.',
  done: 'It is back in the queue.',
  replaced: 'printed again',
};

export const sender = {
  title: 'Sender',
  why: 'On every label and envelope; what cannot be delivered comes back here.',
  demo: 'This is the demo’s own address.',
  missing: 'Not set yet: no label can be bought.',
  save: 'Save sender',
  saved: 'The sender is saved.',
  onlyAdministrator: 'An administrator can change it.',
};
