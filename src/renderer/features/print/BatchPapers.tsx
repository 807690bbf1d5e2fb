import { useTranslation } from 'react-i18next';
import { LetterButtons } from '../../components/LetterButtons.tsx';
import { client } from '../../rpc/client.ts';
import { useMay } from '../../rpc/useSession.ts';

interface BatchPapersProps {
  readonly batchId: string;
  readonly printerId: string | null;
  /** Its sheets are out, and will go into envelopes. */
  readonly packing: boolean;
}

/** Lists and pages that go with a batch, on plain paper. */
export function BatchPapers({ batchId, printerId, packing }: BatchPapersProps) {
  const { t, i18n } = useTranslation();
  const mayPack = useMay('pack');
  const language = i18n.language === 'es' ? 'es' : 'en';
  return (
    <section className="stack" aria-label={t('letters.ofBatch')}>
      <h2 className="section">{t('letters.ofBatch')}</h2>
      <LetterButtons
        id="batch.sheetList"
        keys="L"
        label={t('letters.sheetList')}
        file={() => client.letters.sheetList({ batchId, language })}
        print={(to) => client.letters.printSheetList({ batchId, language, printerId: to })}
        printerId={printerId}
      />
      {mayPack && packing ? (
        <LetterButtons
          id="batch.addressPages"
          keys="A"
          label={t('letters.addressPages')}
          file={() => client.letters.file({ letter: { what: 'address_pages', batchId } })}
          print={(to) => client.letters.print({ letter: { what: 'address_pages', batchId }, printerId: to })}
          printerId={printerId}
        />
      ) : null}
    </section>
  );
}
