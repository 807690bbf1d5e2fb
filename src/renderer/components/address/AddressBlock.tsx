import { useTranslation } from 'react-i18next';
import type { AddressProblem, PostalAddress } from '../../../domain/address.ts';
import { MeaningMark } from '../marks/MeaningMark.tsx';

interface AddressBlockProps {
  readonly address: PostalAddress;
  readonly problems: readonly AddressProblem[];
  readonly large?: boolean;
}

/** An address as it stands on an envelope, with what looks wrong about it. */
export function AddressBlock({ address, problems, large = false }: AddressBlockProps) {
  const { t } = useTranslation();
  const lines = [
    address.street1,
    address.street2 ?? '',
    `${address.city}, ${address.region} ${address.postalCode}`,
    address.country,
  ];
  return (
    <address style={{ fontStyle: 'normal', fontSize: large ? 24 : 16, lineHeight: large ? '32px' : '24px' }}>
      <strong>
        <bdi>{address.name}</bdi>
      </strong>
      {lines
        .filter((line) => line !== '')
        .map((line) => (
          <div key={line}>{line}</div>
        ))}
      {problems.length === 0 ? null : (
        <div className="row wrap" style={{ marginTop: 8 }}>
          {problems.map((problem) => (
            <MeaningMark key={problem} meaning="attention">
              {t(`words.address.${problem}`)}
            </MeaningMark>
          ))}
        </div>
      )}
    </address>
  );
}
