import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { tellChange } from './changes.ts';
import type { TemplateChange } from './changes.ts';

interface ChangeListProps {
  readonly changes: readonly TemplateChange[];
  readonly fields: readonly { readonly id: string; readonly label?: string | undefined }[];
}

/** Every difference in words. */
export function ChangeList({ changes, fields }: ChangeListProps) {
  const { t } = useTranslation();
  return (
    <Table stickyHeader verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('templates.changeWhere')}</Table.Th>
          <Table.Th>{t('templates.changeWhat')}</Table.Th>
          <Table.Th>{t('templates.before')}</Table.Th>
          <Table.Th>{t('templates.after')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {changes.map((change) => {
          const { where, setting, before, after } = tellChange(change, fields, t);
          return (
            <Table.Tr key={change.at}>
              <Table.Td>{where}</Table.Td>
              <Table.Td>{setting}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{before ?? '–'}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{after ?? '–'}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
