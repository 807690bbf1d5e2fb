import { instantText } from '../words.ts';
import { ExitCode } from './exitCode.ts';
import type { StationError } from './problem.ts';

interface Words {
  readonly happened: string;
  readonly safe: string;
  readonly next: string;
  readonly exit: ExitCode;
}

const unchanged = 'Nothing was changed.';

function refused(happened: string, next: string, safe = unchanged): Words {
  return { happened, safe, next, exit: ExitCode.refused };
}

function barred(happened: string, next: string): Words {
  return { happened, safe: unchanged, next, exit: ExitCode.notPermitted };
}

function away(happened: string, next: string, safe = unchanged): Words {
  return { happened, safe, next, exit: ExitCode.unreachable };
}

const pairingReasons = {
  unknown_code: 'central does not know it',
  code_used: 'it has been used already',
  code_expired: 'it has expired',
} as const;

/** The words for every error of the station's contract; the compiler proves that none is missing. */
export function explainStationError(error: StationError): Words {
  switch (error.code) {
    case 'NOT_SIGNED_IN':
      return barred(
        'Nobody is signed in, or the session has ended.',
        'Sign in: station sign-in "Your Name".',
      );
    case 'NOT_PERMITTED':
      return barred(
        `This person may not do that (it needs "${error.data.permission}").`,
        'Ask somebody whose role includes it, or a supervisor.',
      );
    case 'NOT_FOUND':
      return refused(
        `This station has no ${error.data.what} "${error.data.id}".`,
        'Check the number, or sync first: station sync.',
      );
    case 'DISK_FULL':
      return {
        happened: `The disk that holds ${error.data.folder} is full.`,
        safe: 'Nothing of this command was kept; everything before it is safe.',
        next: 'Free some space, then run the command again.',
        exit: ExitCode.failed,
      };
    case 'STOPPING':
      return away('The station is stopping.', 'Run the command again in a moment.');
    case 'UNEXPECTED':
      return {
        happened: `The station met a fault of its own (reference ${error.data.reference}).`,
        safe: 'Nothing of this command was kept; everything before it is safe.',
        next: "Try again. If it happens again, tell whoever looks after the program the reference; it is in the station's log.",
        exit: ExitCode.failed,
      };
    case 'WRONG_PIN':
      return barred(`Wrong PIN; ${error.data.attemptsLeft} tries left.`, 'Try again with care.');
    case 'PIN_LOCKED':
      return barred(
        `Too many wrong PINs: locked until ${instantText(error.data.until)}.`,
        'Wait until then; nobody can shorten it.',
      );
    case 'SAME_PERSON':
      return barred('Nobody approves what they do themselves.', 'Ask a second person.');
    case 'MAY_NOT_APPROVE':
      return barred('That person may not approve this.', 'Ask a supervisor.');
    case 'ALREADY_PAIRED':
      return refused(
        `This station is paired already, as "${error.data.stationName}".`,
        'Nothing is to be done.',
      );
    case 'PAIRING_REFUSED':
      return refused(
        `Central did not take the code: ${pairingReasons[error.data.reason]}.`,
        'Ask an administrator of central for a new one.',
      );
    case 'CENTRAL_UNREACHABLE':
      return away(
        `Central does not answer: ${error.data.detail}.`,
        'Check the address and the network, then try again.',
      );
    case 'NOT_A_CENTRAL':
      return away(
        `What answers there is not a central that this program knows: ${error.data.detail}.`,
        'Check the address.',
      );
    case 'NOTHING_TO_DO':
      return refused(
        'Nothing that can be begun matches.',
        'Look at what waits: station queue. Or sync: station sync.',
      );
    case 'NO_LEASE':
      return away(
        `Central is away${error.data.centralAwaySince === null ? '' : ` since ${instantText(error.data.centralAwaySince)}`}, and no lease is left for this.`,
        'Go on with what is claimed already; new work can be taken when central is back.',
      );
    case 'DIGITAL_ONLY':
      return refused(
        `Central has switched to digital certificates only: ${error.data.reason}.`,
        'Wait until a supervisor ends it.',
      );
    case 'WRONG_STATE':
      return refused(
        `That does not fit its state: ${error.data.state}. Somebody was faster, or it is done already.`,
        'Look at it again before you go on.',
      );
    case 'SHEETS_UNACCOUNTED':
      return refused(
        `${error.data.missing} ${error.data.missing === 1 ? 'sheet is' : 'sheets are'} not accounted for: position ${error.data.positions.join(', ')}.`,
        'Scan them, or spoil those that are lost.',
      );
    case 'PREFLIGHT_FAILED':
      return refused(
        `Pages that cannot be printed: position ${error.data.positions.join(', ')}.`,
        'See why: station batch show. Remove or mend them first.',
      );
    case 'NOT_PRINTABLE':
      return refused(
        `May not be printed: ${named(error.data.pieces)}.`,
        'Remove them: station batch remove.',
      );
    case 'LEASE_EXPIRED':
      return refused(
        `The lease of ${error.data.pieces} pieces has ended; another station may work on them.`,
        'Sync, then try again: station sync.',
      );
    case 'PRINTER_STOPPED':
      return away(
        `The printer has stopped: ${error.data.reasons.join(', ')}.`,
        'See to the printer, then try again.',
        'Nothing was sent to it.',
      );
    case 'NOT_ENOUGH_STOCK':
      return refused(
        `${error.data.needed} sheets are needed and ${error.data.onHand} are on hand.`,
        'Receive paper (station stock receive), or print a smaller batch.',
      );
    case 'WRONG_STAGE':
      return refused(
        `The piece is ${error.data.stage}: that cannot happen to it now.`,
        'Look at it: station history.',
      );
    case 'APPROVAL_NEEDED':
      return refused('The rules want a second person for this.', 'Name one: --approver "Their Name".');
    case 'CHECKLIST_INCOMPLETE':
      return refused(
        `Not confirmed yet: ${error.data.missing.join(', ')}.`,
        'Check them and say so, or --checked for all three.',
      );
    case 'NOT_MAILABLE':
      return refused(
        `May not be mailed: ${named(error.data.pieces)}.`,
        'Take them out: station pack take-out.',
      );
    case 'CARRIER_UNREACHABLE':
      return away(`${error.data.carrier} does not answer.`, 'Try again later.', 'No money was spent.');
    case 'ADDRESS_REFUSED':
      return refused(
        `The carrier does not take this address: ${error.data.message}`,
        'Correct the address, then try again.',
        'No money was spent.',
      );
    case 'CARRIER_REFUSED':
      return refused(
        `The carrier refused: ${error.data.message}`,
        'Mend what it names, then try again.',
        'No money was spent.',
      );
    case 'RATE_EXPIRED':
      return refused(
        'This price is not offered any more.',
        'Ask for the rates again: station ship rates.',
        'No money was spent.',
      );
    case 'HOLD_SHIPPING':
      return refused(
        `Central has put all shipping on hold: ${error.data.reason}.`,
        'Keep the parcels until a supervisor ends it.',
      );
    case 'TOO_LATE':
      return refused(`It is too late for that: ${error.data.stage}.`, 'Look at it: station history.');
    case 'SERIALS_NEEDED':
      return refused('This paper is numbered.', 'Give the first serial of the pack: --first-serial.');
    case 'SERIALS_OVERLAP':
      return refused(
        `Serials ${error.data.first} to ${error.data.last} are on record already.`,
        'Check the pack.',
      );
    case 'BAD_SERIAL':
      return refused(`"${error.data.serial}" is not a serial of such paper.`, 'Type it as it is printed.');
    case 'SHEETS_SEEN':
      return refused(
        `Sheets of this chunk were in somebody's hand already (places ${error.data.positions.join(', ')}): it was printed.`,
        'Say that it was printed; spoil what is missing as lost.',
      );
    case 'RESTORE_UNCONFIRMED':
      return refused(
        `This station was restored from a backup; ${error.data.pieces} pieces of this batch may have been printed after it.`,
        'A supervisor says in Reports what became of them.',
      );
    case 'SERIAL_NEEDED':
      return refused(
        'This paper is numbered.',
        'Name the number on the sheet with --serial, or say --serial-unreadable.',
      );
    case 'SERIAL_REFUSED':
      return refused(
        `The sheet ${error.data.serial} was ${error.data.reason === 'not_received' ? 'never received' : 'used before'}.`,
        'Look at the number on the sheet again.',
      );
    case 'NOT_ACTIVE':
      return refused(
        `This certificate is ${error.data.validity}: nothing of it is printed or mailed.`,
        'Its paper belongs on the pull list.',
      );
    case 'SENDER_MISSING':
      return refused(
        'This station does not know where the school sends from.',
        "An administrator sets the sender's address in Settings.",
        'No label was bought, no money was spent.',
      );
    case 'BAD_ADDRESS':
      return refused(
        `No envelope could come back to this address: ${error.data.problems.join(', ')}.`,
        'Correct what is named, then save again.',
      );
    case 'CHECK_AGAIN':
      return refused(
        `The pages were checked for another printer than ${error.data.printer}, or for other settings of it.`,
        'Check them again: station render BATCH. Then print.',
        'Nothing was printed.',
      );
    case 'ONE_SIDE_ONLY':
      return refused(
        `The certificate has a back side, and ${error.data.printer} (${error.data.tray}) is set to print one side.`,
        'Set the tray to print both sides, or choose another printer.',
        'Nothing was printed.',
      );
    case 'NOT_PLAUSIBLE':
      return refused(
        `With these measures the printer would be more than ${error.data.mostMm} mm or ${error.data.mostPerCent} % off.`,
        'Measure again, from the left and upper edge.',
      );
    case 'LETTER_REFUSED':
      return refused(
        `It cannot be set: ${error.data.reasons.join(' ')}`,
        'Correct what is named, then try again.',
      );
    case 'NOT_SOUND':
      return refused(
        `It cannot be used as a template: ${error.data.faults.map(({ at, message }) => `${at}: ${message}`).join(' ')}`,
        'Mend what is named, then try again.',
      );
    case 'EDITED_ELSEWHERE':
      return refused(
        `${error.data.editedBy} changed this draft at ${instantText(error.data.editedAt)}.`,
        'Look at it again: station templates list.',
      );
    case 'NO_LAYOUT_ENGINE':
      return away(
        `A template in HTML needs a browser to lay it out: ${error.data.wanted}.`,
        'Install one, or do it where the desktop program runs.',
      );
    case 'CENTRAL_REFUSED':
      return refused(
        `Central does not publish this: ${error.data.reasons.join(' ')}`,
        'Mend what it names, then publish again.',
        'The draft is as it was.',
      );
    default:
      return error satisfies never;
  }
}

function named(pieces: readonly { readonly certificateNumber: string; readonly reason: string }[]): string {
  return pieces.map(({ certificateNumber, reason }) => `${certificateNumber} (${reason})`).join(', ');
}
