/** Texts of the house: rooms, status strip, banners, front pages, and what every room uses. */
export const shell = {
  skip: 'Skip to the work',
  rooms: 'Rooms',
  room: {
    queue: 'Queue',
    print: 'Print',
    check: 'Check',
    pack: 'Pack',
    ship: 'Ship',
    stock: 'Stock',
    history: 'History',
    pull: 'Pull list',
    reports: 'Reports',
    templates: 'Templates',
    settings: 'Settings',
  },
  demo: 'Demo',
  demoWhy: 'Demo: printer and carrier are not real. Nothing is printed, mailed or paid.',
  central: {
    not_paired: 'Not paired',
    online: 'Central online',
    offline: 'Central offline',
    refused: 'Central refuses this station',
    filling: 'First fill',
  },
  printers: 'Printers: {{n}}',
  late: '{{n}} late',
  atRisk: '{{n}} at risk',
  lowStock: 'Stock low: {{n}}',
  parked: 'Labels parked: {{n}}',
  parkedJobs: 'Left to a person: {{n}}',
  returned: 'Envelopes back: {{n}}',
  restored: 'Held since the restore: {{n}}',
  palette: 'Find anything',
  paletteHint: 'Room, action, name, certificate number, tracking number',
  paletteActions: 'Actions here',
  paletteCertificates: 'Certificates',
  paletteNothing: 'Nothing found. Try a part of the name or number.',
  keys: 'Keys',
  keysScreen: 'On this screen',
  keysGo: 'Go to',
  keysEverywhere: 'Everywhere',
  person: 'Signed in: {{name}}',
  signOut: 'Sign out',
  status: 'Status',
  notices: 'Notices',
  emergencyBy: '{{who}}, since {{since}}',
  emergencyUntil: '{{who}}, since {{since}}, until {{until}}',
  liveLost:
    'The station does not answer at the moment. What was confirmed is safe; this window connects again by itself.',
  offline: 'Central is away since {{since}}. Work goes on; {{waiting}} facts wait to be sent.',
  leases: '{{n}} certificates are promised to this station until {{until}}.',
  noLeases: 'No certificates are promised to this station.',
  refused: 'Central does not accept this station: {{problem}}. Ask an administrator to pair it again.',
  filling: 'First fill from central: {{n}} certificates so far. You can begin already.',
};

export const common = {
  loading: 'Loading',
  close: 'Close',
  cancel: 'Cancel',
  clear: 'Clear',
  back: 'Back',
  yes: 'Yes',
  when: 'When',
  who: 'Who',
  reason: 'Reason',
  reasonHint: 'At least three letters; it stays on record.',
  version: 'Version {{version}}',
  pin: 'PIN',
  deleteDigit: 'Delete the last digit',
};

export const steps = {
  retry: 'Try again',
  sign_in: 'Sign in',
  reload: 'Load the page again',
  close: 'Close',
  sync_now: 'Ask central now',
  go_queue: 'Go to the queue',
  go_print: 'Go to the batches',
  go_pack: 'Go to packing',
  go_stock: 'Go to stock',
  go_reports: 'Go to reports',
  go_settings: 'Go to settings',
};

export const problem = { title: 'This did not work', anUnknownTime: 'an unknown time' };

export const crashed = {
  title: 'This screen broke',
  safe: 'The station itself goes on, and everything that was confirmed is safe. Load the page again to continue.',
};

export const setup = {
  title: 'Set up this station',
  intro:
    'A station belongs to one central, from which it gets people, templates and work. An administrator of central gives you the one-time code.',
  central: 'Address of central',
  centralHint: 'As your administrator wrote it, with https://',
  code: 'One-time code',
  codeHint: 'It works once and only for a while.',
  name: 'Name of this station',
  nameHint: 'What people call this place: Mail room, Desk 2.',
  pair: 'Pair with central',
  pairing: 'Talking to central, then fetching people and templates.',
};

export const signIn = {
  title: 'Sign in',
  who: 'Who is working here?',
  nobody: 'Nobody can sign in yet',
  nobodyHint:
    'People come from central with the first fill. This screen shows them as soon as they are here.',
  ended: 'The session had ended. Sign in to go on; nothing is lost.',
  locked: 'Locked for {{left}}',
  lockedLong: 'Too many wrong PINs. Try again in {{left}}.',
  wrong: 'Wrong PIN. Tries left: {{left}}.',
  enter: 'Sign in',
  other: 'Somebody else',
};

export const secondPerson = {
  title: 'A second person',
  why: 'The rules want two people for this: {{action}}. The second confirms with the own PIN.',
  who: 'Second person',
  nobody: 'Nobody else here may approve',
  confirm: 'Confirm',
};
