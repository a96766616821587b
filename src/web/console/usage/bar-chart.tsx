import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { number } from '../format';
import { ticksUpTo } from './ticks';

const HEIGHT = 180;
const MARGIN = { top: 12, right: 4, bottom: 22, left: 40 };
/** The least distance between two labels below, in pixels. */
const LABEL_PX = 56;

export interface Bar {
  label: string;
  value: number;
  /** The part of the value that is drawn strongly; all of it unless told. */
  part?: number;
}

interface Props {
  title: string;
  /** What the values are of, such as `calls`. */
  unit: string;
  /** What the strong part is of. */
  partUnit?: string;
  bars: Bar[];
  /** Which end of the bars certainly has a label. */
  labelled: 'first' | 'last';
  children?: ComponentChildren;
}

/** Bars over time, and the same as a table. */
export function BarChart({ title, unit, partUnit, bars, labelled, children }: Props) {
  const [frame, width] = useWidth();
  const total = bars.reduce((sum, { value }) => sum + value, 0);
  return (
    <figure class="card chart">
      <figcaption>
        <h2>{title}</h2>
        {children}
      </figcaption>
      <div ref={frame} class="chart-frame">
        {width > 0 && (
          <svg width={width} height={HEIGHT} role="img" aria-label={`${title}: ${number(total)} ${unit} together.`}>
            <Bars bars={bars} width={width} unit={unit} labelled={labelled} />
          </svg>
        )}
      </div>
      {partUnit && (
        <p class="legend small muted">
          <span class="key strong" /> {partUnit} <span class="key" /> other {unit}
        </p>
      )}
      <details>
        <summary>As a table</summary>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col" class="figure">
                {unit}
              </th>
              {partUnit && (
                <th scope="col" class="figure">
                  {partUnit}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {bars.map(({ label, value, part }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td class="figure">{number(value)}</td>
                {partUnit && <td class="figure">{number(part ?? 0)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function Bars({ bars, width, unit, labelled }: Pick<Props, 'bars' | 'unit' | 'labelled'> & { width: number }) {
  const ticks = ticksUpTo(Math.max(...bars.map(({ value }) => value)));
  const top = ticks.at(-1) ?? 1;
  const step = (width - MARGIN.left - MARGIN.right) / bars.length;
  const bottom = HEIGHT - MARGIN.bottom;
  const y = (value: number) => bottom - (value / top) * (bottom - MARGIN.top);
  const every = Math.ceil(LABEL_PX / step);
  const gap = Math.min(4, step * 0.25);
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={y(tick)} y2={y(tick)} />
          <text class="axis" x={MARGIN.left - 6} y={y(tick) + 4} text-anchor="end">
            {number(tick)}
          </text>
        </g>
      ))}
      {bars.map(({ label, value, part = value }, index) => {
        const x = MARGIN.left + index * step;
        const size = { x: x + gap / 2, width: step - gap };
        return (
          <g key={label}>
            <title>{`${label}: ${number(value)} ${unit}`}</title>
            {/* The whole height answers to the pointer. */}
            <rect class="area" x={x} width={step} y={MARGIN.top} height={bottom - MARGIN.top} />
            <rect class="bar" {...size} y={y(value)} height={bottom - y(value)} />
            <rect class="bar strong" {...size} y={y(part)} height={bottom - y(part)} />
            {(labelled === 'first' ? index : bars.length - 1 - index) % every === 0 && (
              <text
                class="axis"
                x={Math.min(x + step / 2, width - LABEL_PX / 2 + 6)}
                y={HEIGHT - 6}
                text-anchor="middle"
              >
                {label}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}

/** The width of an element, as it changes. */
function useWidth() {
  const frame = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (frame.current) observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return [frame, width] as const;
}
