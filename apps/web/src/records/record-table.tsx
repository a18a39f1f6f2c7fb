import type { Field, ObjectDefinition, RecordDocument, Sort } from "@causeway/platform-contract";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import {
  type CSSProperties,
  type Dispatch,
  memo,
  type ReactNode,
  type SetStateAction,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from "react";
import { Icon } from "../parts/icon.tsx";
import { replacedClass } from "../parts/replaced-class.ts";
import { useTexts } from "../texts/text.ts";
import "./records.css";
import { fieldKinds } from "./field-kinds.ts";
import { type CellTools, RecordCell, useCellTools } from "./record-cell.tsx";
import { fieldNamed } from "./schema-fields.ts";
import { type Selection, toggleRow } from "./selection.ts";

/** A column that no field stands behind: a grade, for example. */
export interface ExtraColumn {
  readonly name: string;
  readonly label: string;
  readonly width: number;
  readonly show: (record: RecordDocument) => ReactNode;
}

interface RecordTableProps {
  readonly object: ObjectDefinition;
  readonly records: readonly RecordDocument[];
  readonly columns: readonly string[];
  readonly extras?: readonly ExtraColumn[];
  readonly sort: Sort | null;
  readonly onSort: (field: string) => void;
  readonly selection: Selection;
  readonly onSelect: Dispatch<SetStateAction<Selection>>;
  /** More can be loaded; called when the end comes near. */
  readonly onNearEnd?: (() => void) | undefined;
  readonly activeId?: string | undefined;
  /** The rows are still those of the last query. */
  readonly isReplaced?: boolean;
  /** Hears of the rows in view and those around them, a hundred at a time. */
  readonly onVisible?: (ids: readonly string[]) => void;
}

type Column =
  | { readonly kind: "field"; readonly field: Field; readonly width: number }
  | { readonly kind: "extra"; readonly extra: ExtraColumn; readonly width: number };

function resolveColumns(
  object: ObjectDefinition,
  names: readonly string[],
  extras: readonly ExtraColumn[],
): readonly Column[] {
  return names.flatMap((name): Column[] => {
    const extra = extras.find((each) => each.name === name);
    if (extra) return [{ kind: "extra", extra, width: extra.width }];
    const field = fieldNamed(object, name);
    if (!field) return [];
    const width = name === object.titleField ? 232 : fieldKinds[field.type].width;
    return [{ kind: "field", field, width }];
  });
}

function HeadCell({
  column,
  titleField,
  sort,
  onSort,
}: {
  readonly column: Column;
  readonly titleField: string;
  readonly sort: Sort | null;
  readonly onSort: (field: string) => void;
}) {
  const { t, label } = useTexts();
  if (column.kind === "extra") return <th scope="col">{column.extra.label}</th>;
  const { field } = column;
  const kind = fieldKinds[field.type];
  if (field.sight !== undefined || (kind.unsorted && field.name !== titleField)) {
    return (
      <th scope="col" className={kind.alignsRight ? "right" : undefined}>
        <span className="cut">{label(field.label)}</span>
      </th>
    );
  }
  const direction = sort?.field === field.name ? sort.direction : null;
  const sorted = direction === null ? "none" : direction === "asc" ? "ascending" : "descending";
  return (
    <th scope="col" aria-sort={sorted} className={kind.alignsRight ? "right" : undefined}>
      <button
        type="button"
        className="head-sort"
        title={t("records.sort", { field: label(field.label) })}
        onClick={() => onSort(field.name)}
      >
        <span className="cut">{label(field.label)}</span>
        {direction !== null && <Icon of={direction === "asc" ? ArrowUp : ArrowDown} size={12} />}
      </button>
    </th>
  );
}

function keyOf(column: Column): string {
  return column.kind === "field" ? column.field.name : column.extra.name;
}

interface RowProps {
  readonly object: ObjectDefinition;
  readonly record: RecordDocument;
  readonly columns: readonly Column[];
  readonly active: boolean;
  readonly selected: boolean;
  readonly rowIndex: number;
  /** Where it stands, px from the first row. */
  readonly top: number;
  readonly cells: CellTools;
  readonly onToggle: (id: string, shift: boolean) => void;
}

/** A row is drawn once: scrolling makes the new ones only, and none of its cells asks for anything by itself. */
const Row = memo(function Row(props: RowProps) {
  const { object, record, columns, active, selected, rowIndex, top, cells, onToggle } = props;
  const classes = active || selected ? "table-row on" : "table-row";
  const shown = cells.show(record.references);
  return (
    <tr aria-rowindex={rowIndex} className={classes} style={{ transform: `translateY(${top}px)` }}>
      <td>
        <input
          type="checkbox"
          className="check"
          aria-label={cells.selectName(record.title)}
          checked={selected}
          onChange={(event) => onToggle(record.id, (event.nativeEvent as MouseEvent).shiftKey)}
        />
      </td>
      {columns.map((column) =>
        column.kind === "extra" ? (
          <td key={column.extra.name}>{column.extra.show(record)}</td>
        ) : (
          <RecordCell
            key={column.field.name}
            object={object}
            record={record}
            field={column.field}
            cells={cells}
            shown={shown}
          />
        ),
      )}
    </tr>
  );
});

const rowHeight = 32;
/** So many rows at a time are told of as visible: what is asked for them stays the same while they are scrolled. */
const visibleRows = 100;
const noExtras: readonly ExtraColumn[] = [];

/** A list of any length: only the rows in view exist. */
export function RecordTable({
  object,
  records,
  columns: names,
  extras = noExtras,
  sort,
  onSort,
  selection,
  onSelect,
  onNearEnd,
  activeId,
  isReplaced = false,
  onVisible,
}: RecordTableProps) {
  const { t } = useTexts();
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => resolveColumns(object, names, extras), [object, names, extras]);
  const cells = useCellTools();
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    // React draws the new rows with the frame, not once more for each of its scroll events.
    useFlushSync: false,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= records.length - 30) onNearEnd?.();
  }, [last, records.length, onNearEnd]);
  const from = first - (first % visibleRows);
  const to = last - (last % visibleRows) + visibleRows;
  useEffect(() => {
    onVisible?.(records.slice(from, to).map(({ id }) => id));
  }, [from, to, records, onVisible]);
  const order = useMemo(() => records.map(({ id }) => id), [records]);
  const onToggle = useCallback(
    (id: string, shift: boolean) => onSelect((held) => toggleRow(held, id, shift, order)),
    [onSelect, order],
  );
  const allSelected = records.length > 0 && selection.ids.size === records.length;
  const template = `36px ${columns.map(({ width }) => `minmax(${width}px, ${width}fr)`).join(" ")}`;
  const minWidth = columns.reduce((sum, { width }) => sum + width, 36 + 40);
  return (
    <div
      className={`table-scroll${replacedClass(isReplaced)}`}
      ref={scroller}
      aria-busy={isReplaced}
    >
      <table
        className="record-grid"
        aria-rowcount={records.length + 1}
        style={{ minWidth, "--columns": template } as CSSProperties}
      >
        <thead>
          <tr className="table-head">
            <th scope="col">
              <input
                type="checkbox"
                className="check"
                aria-label={t("records.selectAll")}
                checked={allSelected}
                onChange={() => onSelect({ ids: new Set(allSelected ? [] : order), anchor: null })}
              />
            </th>
            {columns.map((column) => (
              <HeadCell
                titleField={object.titleField}
                key={keyOf(column)}
                column={column}
                sort={sort}
                onSort={onSort}
              />
            ))}
          </tr>
        </thead>
        <tbody style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const record = records[index];
            if (!record) return null;
            return (
              <Row
                key={record.id}
                object={object}
                record={record}
                columns={columns}
                active={record.id === activeId}
                selected={selection.ids.has(record.id)}
                onToggle={onToggle}
                rowIndex={index + 2}
                top={start}
                cells={cells}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
