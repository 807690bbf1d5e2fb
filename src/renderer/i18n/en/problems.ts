/** Every problem: what happened, what is safe, what to do next. */
export const problems = {
  NOT_SIGNED_IN: {
    happened: 'You are not signed in any more.',
    safe: 'Nothing was changed; what was confirmed before is kept.',
    next: 'Sign in again and go on where you were.',
  },
  NOT_PERMITTED: {
    happened: 'Your role does not include this: {{permission}}.',
    safe: 'Nothing was changed.',
    next: 'Ask a person with the right role, or sign in as one.',
  },
  NOT_FOUND: {
    happened: 'This {{what}} is not on this station any more.',
    safe: 'Nothing was changed.',
    next: 'Somebody may have finished it. Go back to the list, which is up to date.',
  },
  DISK_FULL: {
    happened: 'The disk of this computer is full ({{folder}}).',
    safe: 'Everything before this step is kept. This step was not done.',
    next: 'Make room on the disk, then try again.',
  },
  STOPPING: {
    happened: 'The station is shutting down.',
    safe: 'This step was not begun; everything before it is kept.',
    next: 'Start the station again, then try again.',
  },
  UNEXPECTED: {
    happened: 'The station made a mistake that it did not expect.',
    safe: 'Nothing of this step was kept; everything before it is safe.',
    next: 'Try once more. If it happens again, give your administrator this reference: {{reference}}.',
  },
  WRONG_STATE: {
    happened: 'This does not fit any more: it is now “{{state}}”.',
    safe: 'Nothing was changed. Somebody else may have been faster.',
    next: 'Look at how it stands now, then decide.',
  },
  NOTHING_TO_DO: {
    happened: 'There is nothing to take: no certificate matches.',
    safe: 'Nothing was changed.',
    next: 'Take away filters, or ask central for new work.',
  },
  NO_LEASE: {
    happened: 'Central has been away since {{since}}, and this station holds no more promised work.',
    safe: 'Nothing was taken. What is in batches already can be finished.',
    next: 'Go on with the batches that are open, or try to reach central again.',
  },
  DIGITAL_ONLY: {
    happened: 'Printing is switched off for all stations: {{reason}}',
    safe: 'Nothing was changed; the certificates stay in the queue.',
    next: 'Wait until a supervisor ends the emergency mode.',
  },
  SHEETS_UNACCOUNTED: {
    happened: '{{missing}} sheets are not accounted for: {{positions}}.',
    safe: 'The batch stays open. No sheet was written off.',
    next: 'Find these sheets and scan them, or spoil them with a reason. Then close the batch.',
  },
  PREFLIGHT_FAILED: {
    happened: 'Pages did not pass the check before printing: {{positions}}.',
    safe: 'Nothing was printed.',
    next: 'Take these pieces out of the batch, or have their data mended, and render again.',
  },
  NOT_PRINTABLE: {
    happened: 'These certificates may not be printed any more: {{pieces}}.',
    safe: 'Nothing was printed.',
    next: 'Take them out of the batch, then print the rest.',
  },
  LEASE_EXPIRED: {
    happened: 'The promise of central for {{pieces}} pieces has run out.',
    safe: 'Nothing was printed, so nothing can be printed twice.',
    next: 'Reach central to renew it, then print again.',
  },
  PRINTER_STOPPED: {
    happened: 'The printer has stopped: {{reasons}}.',
    safe: 'Chunks that were not sent wait here. None is sent twice by itself.',
    next: 'See to the printer, then try again.',
  },
  NOT_ENOUGH_STOCK: {
    happened: 'The batch needs {{needed}} sheets, and {{onHand}} are on hand.',
    safe: 'Nothing was printed.',
    next: 'Receive paper into stock, or make a smaller batch.',
  },
  CHECK_AGAIN: {
    happened: 'These pages were checked for another printer, or {{printer}} was set up differently since.',
    safe: 'Nothing was printed.',
    next: 'Check the pages again; it takes seconds. Then print.',
  },
  ONE_SIDE_ONLY: {
    happened: 'This certificate has a back side, and {{printer}} ({{tray}}) is set to print one side.',
    safe: 'Nothing was printed.',
    next: 'Set the tray to print both sides in Settings, Printers, or choose another printer.',
  },
  NOT_PLAUSIBLE: {
    happened: 'With these measures the printer would be more than {{mostMm}} mm or {{mostPerCent}} % off.',
    safe: 'Nothing was kept.',
    next: 'See whether both crosses were measured from the left and upper edge, and whether the page was printed at its actual size.',
  },
  LETTER_REFUSED: {
    happened: 'It cannot be set: {{reasons}}',
    safe: 'Certificates are not touched by this.',
    next: 'Correct the address or the words of the letter, then try again.',
  },
  WRONG_STAGE: {
    happened: 'This piece is now “{{stage}}”, so this cannot be done.',
    safe: 'Nothing was changed.',
    next: 'Scan the sheet again to see how it stands.',
  },
  APPROVAL_NEEDED: {
    happened: 'The rules want a second person for this.',
    safe: 'Nothing was changed yet.',
    next: 'Ask a supervisor to confirm it here with the own PIN.',
  },
  TOO_LATE: {
    happened: 'This can no longer be put on hold: it is “{{stage}}”.',
    safe: 'Nothing was changed.',
    next: 'Open its history to see where the paper is.',
  },
  WRONG_PIN: {
    happened: 'That PIN is wrong.',
    safe: 'Nobody was signed in. Tries left: {{attemptsLeft}}.',
    next: 'Try again, or ask an administrator for a new PIN.',
  },
  PIN_LOCKED: {
    happened: 'Too many wrong PINs.',
    safe: 'Nobody was signed in. Other people can sign in.',
    next: 'Wait until {{until}}, then try again.',
  },
  SAME_PERSON: {
    happened: 'The second person cannot be the first.',
    safe: 'Nothing was changed.',
    next: 'Ask somebody else to confirm.',
  },
  MAY_NOT_APPROVE: {
    happened: 'This person may not give approvals.',
    safe: 'Nothing was changed.',
    next: 'Choose a supervisor.',
  },
  ALREADY_PAIRED: {
    happened: 'This station is already paired, as “{{stationName}}”.',
    safe: 'Nothing was changed.',
    next: 'Load the page again and sign in.',
  },
  PAIRING_REFUSED: {
    happened: 'Central did not take the code: {{reason}}.',
    safe: 'Nothing was changed.',
    next: 'Ask an administrator for a new one-time code.',
  },
  CENTRAL_UNREACHABLE: {
    happened: 'Central does not answer ({{detail}}).',
    safe: 'Nothing was changed.',
    next: 'Check the address and the network, then try again.',
  },
  NOT_A_CENTRAL: {
    happened: 'What answers at that address is not a central that this station knows ({{detail}}).',
    safe: 'Nothing was changed.',
    next: 'Check the address with your administrator.',
  },
  CHECKLIST_INCOMPLETE: {
    happened: 'The checklist is not complete.',
    safe: 'The envelope stays open.',
    next: 'Look at each point and tick it, then close the envelope.',
  },
  NOT_MAILABLE: {
    happened: 'This may not be mailed: {{pieces}}.',
    safe: 'Nothing was paid and nothing left the house.',
    next: 'Take these sheets out of the envelope.',
  },
  CARRIER_UNREACHABLE: {
    happened: '{{carrier}} does not answer.',
    safe: 'No label was bought, no money was spent.',
    next: 'Try again in a moment. Other parcels can wait; they stay here.',
  },
  ADDRESS_REFUSED: {
    happened: 'The carrier does not take this address: {{message}}',
    safe: 'No label was bought, no money was spent.',
    next: 'Correct the address at the packing bench.',
  },
  CARRIER_REFUSED: {
    happened: 'The carrier did not sell the label: {{message}}',
    safe: 'No money was spent.',
    next: 'Choose another rate, or correct what the carrier names.',
  },
  RATE_EXPIRED: {
    happened: 'This price is no longer valid.',
    safe: 'No label was bought, no money was spent.',
    next: 'Ask for prices again and choose.',
  },
  HOLD_SHIPPING: {
    happened: 'Hand-over is switched off for all stations: {{reason}}',
    safe: 'The parcels stay here, closed and ready.',
    next: 'Wait until a supervisor ends the emergency mode.',
  },
  SERIALS_NEEDED: {
    happened: 'This paper is numbered: the first serial is needed.',
    safe: 'Nothing was received.',
    next: 'Type or scan the number on the first sheet of the pack.',
  },
  SERIALS_OVERLAP: {
    happened: 'The sheets {{first}} to {{last}} are on record already.',
    safe: 'Nothing was received.',
    next: 'Check the first serial and the number of sheets.',
  },
  BAD_SERIAL: {
    happened: '“{{serial}}” is not a sheet serial.',
    safe: 'Nothing was received.',
    next: 'Type it as it is printed on the sheet, letters and zeros too.',
  },
  SHEETS_SEEN: {
    happened:
      'Sheets of this chunk were in somebody’s hand already (places {{positions}}): it was printed, at least in part.',
    safe: 'Nothing was changed, and nothing is printed again.',
    next: 'Say that it was printed. Sheets that are missing are spoiled as lost in Check; each is then printed anew.',
  },
  RESTORE_UNCONFIRMED: {
    happened:
      'This station was restored from a backup, and {{pieces}} pieces of this batch may have been printed after it.',
    safe: 'Nothing was sent to the printer.',
    next: 'A supervisor says in Reports what became of them; then the rest can be printed.',
  },
  SERIAL_NEEDED: {
    happened: 'This paper is numbered: the number of the spoiled sheet is needed.',
    safe: 'Nothing was changed.',
    next: 'Scan or type the number on the sheet, or say that it cannot be read.',
  },
  SERIAL_REFUSED: {
    happened: 'The sheet {{serial}} cannot be taken: {{reason}}.',
    safe: 'Nothing was changed.',
    next: 'Look at the number on the sheet again.',
  },
  NOT_ACTIVE: {
    happened: 'This certificate is {{validity}}: nothing of it is printed or mailed.',
    safe: 'Nothing was changed.',
    next: 'Its paper belongs on the pull list.',
  },
  SENDER_MISSING: {
    happened: 'This station does not know where the school sends from.',
    safe: 'No label was bought, no money was spent.',
    next: 'An administrator sets the sender’s address in Settings.',
  },
  BAD_ADDRESS: {
    happened: 'No envelope could come back to this address: {{problems}}.',
    safe: 'Nothing was saved.',
    next: 'Correct what is named, then save again.',
  },
  NOT_SOUND: {
    happened: 'This cannot be used as a template: {{faults}}',
    safe: 'What was there before is as it was.',
    next: 'Mend what is named, then try again.',
  },
  EDITED_ELSEWHERE: {
    happened: '{{editedBy}} saved this draft meanwhile ({{editedAt}}).',
    safe: 'Their version is kept; yours is still on this screen.',
    next: 'Take theirs in, or save yours over it.',
  },
  NO_LAYOUT_ENGINE: {
    happened: 'A template in HTML is laid out by a browser, and none can be used here: {{wanted}}',
    safe: 'Nothing was kept.',
    next: 'Install one, upload the page as a PDF, or upload it from the desktop program.',
  },
  CENTRAL_REFUSED: {
    happened: 'Central does not publish this: {{reasons}}',
    safe: 'The draft is as it was; nothing was published.',
    next: 'Mend what is named, then publish again.',
  },
  UNREACHABLE: {
    happened: 'The station does not answer.',
    safe: 'What was confirmed before is safe. Whether this step was done is not known yet.',
    next: 'Check that the station is running, then try again: nothing is done twice.',
  },
  NOT_ACCEPTED: {
    happened: 'The station did not accept what was entered.',
    safe: 'Nothing was changed.',
    next: 'Check the fields. If they look right, load the page again.',
  },
  TURNED_AWAY: {
    happened: 'The station does not let this window in any more.',
    safe: 'Nothing was changed.',
    next: 'Open the station again from its own link or icon.',
  },
};
