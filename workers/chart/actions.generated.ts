// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  draw: {
    input: {
      /**
       * The rows: those that filtering, aggregating or asking data gave.
       */
      data?: {
        columns: string[];
        rows: unknown[][];
      };
      /**
       * A file of CSV with the rows, in the place of `data`: the first line names the columns.
       */
      path?: string;
      /**
       * A heat map takes three columns: two to spread out and one of numbers. A histogram counts one column of numbers. Geo puts points at degrees of longitude and latitude, with shapes of your own below them; a third column of numbers gives their sizes. There is no map behind it.
       */
      kind: 'line' | 'bar' | 'scatter' | 'histogram' | 'heatmap' | 'pie' | 'geo';
      /**
       * The column along the bottom. Absent: the first.
       */
      x?: string;
      /**
       * The columns of numbers to draw. Absent: all that hold numbers.
       *
       * @minItems 1
       */
      y?: [string, ...string[]];
      /**
       * What stands above it.
       */
      title?: string;
      /**
       * Of a histogram: about how many bars. Absent: as many as suit the data.
       */
      bins?: number;
      /**
       * Of geo: GeoJSON to draw below the points.
       */
      shapes?: {
        [k: string]: unknown;
      };
      /**
       * Of geo: a file of GeoJSON, in the place of `shapes`.
       */
      shapesFile?: string;
      /**
       * Of geo: how the round earth becomes flat. Plain keeps distances near the middle, Mercator angles, Equal Earth areas.
       */
      projection: 'plain' | 'mercator' | 'equal-earth';
      /**
       * Dark on light, or light on dark.
       */
      theme: 'light' | 'dark';
      /**
       * In units; a PNG has twice as many dots.
       */
      width: number;
      /**
       * In units.
       */
      height: number;
      /**
       * Write it to this file, .png or .svg.
       */
      saveTo?: string;
      /**
       * Replace that file.
       */
      overwrite: boolean;
    };
    output: {
      /**
       * The chart as PNG.
       */
      picture: string;
      kind: 'line' | 'bar' | 'scatter' | 'histogram' | 'heatmap' | 'pie' | 'geo';
      width: number;
      height: number;
      /**
       * How many rows it shows.
       */
      rows: number;
      /**
       * The file it was saved to.
       */
      path?: string;
      /**
       * Its size.
       */
      bytes?: number;
    };
  };
};
