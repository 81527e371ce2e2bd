import { queryOf } from '../api/client';
import { useGet } from '../state/query';
import type { Filters } from '../state/route';

interface Format {
  name: string;
  what: string;
  notes: boolean; // whether the format leaves out or loses something that a side file tells
}

// The incidents that fit, as a file of any format that the server writes.
export function Export({ filters, order }: { filters: Filters; order: string }): preact.JSX.Element | null {
  const { data } = useGet<{ formats: Format[] }>('formats');
  if (!data?.formats.length) return null;
  return (
    <details class="export">
      <summary>Export</summary>
      <ul>
        {data.formats.map((format) => {
          const query = queryOf({ ...filters, order, format: format.name });
          return (
            <li key={format.name}>
              <a href={`/api/export${query}`} download title={format.what}>{format.name}</a>
              {format.notes && <> · <a href={`/api/export/notes${query}`} download aria-label={`what ${format.name} leaves out`}>what it leaves out</a></>}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
