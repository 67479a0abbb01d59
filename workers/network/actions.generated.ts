// Generated from manifest.json by `npm run generate`; changes here are lost.

export type Actions = {
  resolve: {
    input: {
      /**
       * A name or an address.
       */
      host: string;
    };
    output: {
      host: string;
      addresses: string[];
    };
  };
  ping: {
    input: {
      /**
       * A name or an address.
       */
      host: string;
      /**
       * How often, a second apart.
       */
      count: number;
    };
    output: {
      host: string;
      address?: string;
      sent: number;
      received: number;
      minMs?: number;
      meanMs?: number;
      maxMs?: number;
    };
  };
  trace: {
    input: {
      /**
       * A name or an address.
       */
      host: string;
      /**
       * How far to look.
       */
      maxHops: number;
    };
    output: {
      host: string;
      hops: {
        hop: number;
        /**
         * Absent: it says nothing.
         */
        address?: string;
        ms?: number;
      }[];
      reached: boolean;
    };
  };
  ports: {
    input: {
      /**
       * Only this one.
       */
      port?: number;
    };
    output: {
      ports: {
        protocol: 'tcp' | 'udp';
        address: string;
        port: number;
        /**
         * It listens on more than this machine alone.
         */
        isPublic: boolean;
        /**
         * Where the system tells it.
         */
        program?: string;
        pid?: number;
      }[];
    };
  };
  scan: {
    input: {
      /**
       * An address, or a private network of at most 1,024 addresses such as 192.168.1.0/24. Absent: every such network this machine is in.
       */
      network?: string;
      /**
       * Such as 22,80,8000-8100.
       */
      ports: string;
    };
    output: {
      network: string;
      hosts: {
        address: string;
        ports: {
          port: number;
          /**
           * What usually listens there.
           */
          service: string;
        }[];
      }[];
    };
  };
  timing: {
    input: {
      /**
       * The address. Where it sends on to is not followed.
       */
      url: string;
    };
    output: {
      url: string;
      status: number;
      address: string;
      version: string;
      bytes: number;
      nameMs: number;
      connectedMs: number;
      /**
       * 0 without encryption.
       */
      securedMs: number;
      firstByteMs: number;
      /**
       * All are counted from the beginning.
       */
      totalMs: number;
    };
  };
  certificate: {
    input: {
      /**
       * A name or an address.
       */
      host: string;
      /**
       * Its port.
       */
      port: number;
    };
    output: {
      host: string;
      port: number;
      subject: string;
      issuer: string;
      names: string[];
      validFrom: string;
      validTo: string;
      /**
       * Below zero when it has run out.
       */
      daysLeft: number;
      sha256: string;
      /**
       * How many certificates the server showed.
       */
      chain: number;
      isTrusted: boolean;
      /**
       * Why it is not trusted.
       */
      problem?: string;
    };
  };
  addresses: {
    input: {};
    output: {
      /**
       * What others can reach comes first.
       */
      addresses: {
        address: string;
        /**
         * Such as eth0, wlan0 or lo.
         */
        link: string;
        version: 4 | 6;
        /**
         * `host` is this machine alone, `link` the wire, `global` all others.
         */
        scope: string;
      }[];
    };
  };
};
