import type { ParityRow } from './parity.case.ts';

const LONG = 'k'.repeat(251);
const x = (bytes: number): string => 'x'.repeat(bytes);

/** Meta commands: every flag, every reply, every error. */
export const META_ROWS: readonly ParityRow[] = [
  [
    'a line without a key',
    'mg\r\nms\r\nmd\r\nma\r\nme\r\n',
    'ERROR\r\nERROR\r\nERROR\r\nERROR\r\nCLIENT_ERROR bad command line format\r\n',
  ],
  ['a command there is not', 'mx a\r\n', 'ERROR\r\n'],
  ['the noop takes no notice', 'mn x y\r\n', 'MN\r\n'],
  ['a miss', 'mg a\r\nmg a v k O123\r\nmg a v k q\r\n', 'EN\r\nEN ka O123\r\n'],
  ['a hit', 'ms a 2\r\nhi\r\nmg a\r\nmg a v\r\nmg a q k\r\n', 'HD\r\nHD\r\nVA 2\r\nhi\r\nHD ka\r\n'],
  [
    'all that a get can tell, in the order in which it was asked',
    'ms a 2\r\nhi\r\nmg a s v k f t c h l O12 q\r\nmg a h l t u c\r\n',
    'HD\r\nVA 2 s2 ka f0 t-1 c<1> h0 l0 O12\r\nhi\r\nHD h1 l0 t-1 c<1>\r\n',
  ],
  ['a get without a trace', 'ms a 1\r\n1\r\nmg a u\r\nmg a h\r\nmg a h\r\n', 'HD\r\nHD\r\nHD h0\r\nHD h1\r\n'],
  [
    'two of a flag',
    'mg a v v\r\nmg a k k\r\nmg a \xff\r\n',
    'CLIENT_ERROR duplicate flag\r\nCLIENT_ERROR duplicate flag\r\nCLIENT_ERROR duplicate flag\r\n',
  ],
  [
    'flags that do not exist',
    'mg a !\r\nmg a S1\r\nmg a E1\r\nmg a x\r\nmg a 0 1\r\n',
    'CLIENT_ERROR invalid flag\r\nCLIENT_ERROR invalid flag\r\nCLIENT_ERROR invalid flag\r\nCLIENT_ERROR invalid flag\r\nCLIENT_ERROR invalid flag\r\n',
  ],
  [
    'flags that mean nothing here are let through',
    'ms a 1 v h s f t l u N1 R1 J1 D1 Px Lx\r\n1\r\nmg a C5 D5 J5 F5 I MX Px Lx\r\n',
    'HD\r\nHD\r\n',
  ],
  [
    'tokens that are no numbers',
    'mg a T\r\nmg a N\r\nmg a R\r\nmg a Tx v\r\nmg a T5x\r\nmg a Cx\r\n',
    'CLIENT_ERROR bad token in command line format\r\nCLIENT_ERROR bad token in command line format\r\nCLIENT_ERROR bad token in command line format\r\nCLIENT_ERROR bad token in command line format\r\nCLIENT_ERROR bad token in command line format\r\nCLIENT_ERROR bad token in command line format\r\n',
  ],
  [
    'one with a text of its own each',
    'mg a Fx\r\nmg a Jx\r\nmg a Dx\r\nmg a M\r\nmg a b\r\n',
    'CLIENT_ERROR bad command line format\r\nCLIENT_ERROR invalid numeric initial value\r\nCLIENT_ERROR invalid numeric delta value\r\nCLIENT_ERROR incorrect length for M token\r\nCLIENT_ERROR error decoding key\r\n',
  ],
  [
    'the last that is wrong is told',
    'mg a b Tx\r\nmg a Tx b\r\nmg a Tx Dx\r\nmg a Tx !\r\nmg a Mxx Dx\r\n',
    'CLIENT_ERROR bad token in command line format\r\nCLIENT_ERROR error decoding key\r\nCLIENT_ERROR invalid numeric delta value\r\nCLIENT_ERROR invalid flag\r\nCLIENT_ERROR invalid numeric delta value\r\n',
  ],
  [
    'two commands have one text for it all',
    'md a x\r\nmd a q q\r\nmd a Cx\r\nmd a b\r\nmd a Fx\r\nma a b\r\nma a Tx\r\nma a T3 T3\r\nma a MII\r\nma a Dx\r\nma a Jx\r\n',
    'CLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid or duplicate flag\r\n',
  ],
  [
    'too many flags',
    'mg a b c f h k l O1 q s t u v T1 P1 L1 N1 R1 C1 I\r\nmd a b c f h k l O1 q s t u v T1 P1 L1 N1 R1 C1 I\r\nma a b c f h k l O1 q s t u v T1 P1 L1 N1 R1 C1 I\r\nms a 1 c f h k l O1 q s t u v T1 P1 L1 N1 R1 C1 I\r\n1\r\n',
    'CLIENT_ERROR options flags are too long\r\nCLIENT_ERROR options flags too long\r\nCLIENT_ERROR options flags too long\r\nCLIENT_ERROR options flags too long\r\nERROR\r\n',
  ],
  [
    'as many as may be',
    'ms a 1\r\n1\r\nmg a c f h k l O1 q s t u v T1 P1 L1 N1 R1 C1\r\n',
    'HD\r\nVA 1 c<1> f0 h0 ka l0 O1 s1 t-1\r\n1\r\n',
  ],
  [
    'opaque tokens',
    'mg a O1234567890123456789012345678901\r\nmg a O12345678901234567890123456789012\r\nms a 1 O12345678901234567890123456789012\r\n1\r\nmd a O12345678901234567890123456789012\r\nma a O12345678901234567890123456789012\r\nmg a\r\n',
    'EN O1234567890123456789012345678901\r\nCLIENT_ERROR opaque token too long\r\nCLIENT_ERROR opaque token too long\r\nCLIENT_ERROR opaque token too long\r\nCLIENT_ERROR opaque token too long\r\nEN\r\n',
  ],
  [
    'errors are never silent',
    'ms a 2 q\r\nhooo\r\nmg a O12345678901234567890123456789012 q\r\nms a 1 q C5\r\n1\r\n',
    'CLIENT_ERROR bad data chunk\r\nERROR\r\nCLIENT_ERROR opaque token too long\r\nNF\r\n',
  ],
  [
    'keys that are too long',
    `mg ${LONG}\r\nms ${LONG} 1\r\n1\r\nmd ${LONG}\r\nma ${LONG}\r\nme ${LONG}\r\n`,
    'CLIENT_ERROR bad command line format\r\nCLIENT_ERROR bad command line format\r\nERROR\r\nCLIENT_ERROR bad command line format\r\nCLIENT_ERROR bad command line format\r\nCLIENT_ERROR bad command line format\r\n',
  ],
  ['spaces', '  mg   a   v  \r\nms  a  1 \r\n1\r\nmg a v \n', 'EN\r\nHD\r\nVA 1\r\n1\r\n'],
  [
    'a set without a length, and with what is none',
    'ms a\r\nms a x\r\nms a -1\r\nms a S2\r\nms a b 2\r\n',
    'CLIENT_ERROR bad command line format\r\nCLIENT_ERROR bad command line format\r\nCLIENT_ERROR bad command line format\r\nCLIENT_ERROR bad command line format\r\nCLIENT_ERROR bad command line format\r\n',
  ],
  [
    'lengths',
    'ms a +1\r\n1\r\nms a 01\r\n2\r\nms b 0\r\n\r\nmg a v\r\nmg b v\r\n',
    'HD\r\nHD\r\nHD\r\nVA 1\r\n2\r\nVA 0\r\n\r\n',
  ],
  [
    'what a set tells',
    'ms a 2 c k Oq b\r\nhi\r\nms a 2 F7 T100 c k Oq s t f\r\nhi\r\nmg a f t v c\r\n',
    'CLIENT_ERROR error decoding key\r\nHD c<1> ka Oq\r\nVA 2 f7 t100 c<1>\r\nhi\r\n',
  ],
  [
    'a set whose flags are wrong takes its data along',
    'ms a 2 Tx\r\nhi\r\nms a 2 Fx\r\nhi\r\nms a 2 x\r\nhi\r\nms a 2 C\r\nhi\r\nmg a\r\n',
    'CLIENT_ERROR bad token in command line format\r\nCLIENT_ERROR bad command line format\r\nCLIENT_ERROR invalid flag\r\nCLIENT_ERROR bad token in command line format\r\nEN\r\n',
  ],
  [
    'client flags',
    'ms a 1 F4294967295\r\n1\r\nmg a f\r\nms a 1 F+5\r\n1\r\nmg a f\r\nms a 1 F-1\r\n1\r\n',
    'HD\r\nHD f4294967295\r\nHD\r\nHD f5\r\nCLIENT_ERROR bad command line format\r\n',
  ],
  [
    'how long it lives',
    'ms a 1 T-1\r\n1\r\nmg a\r\nms a 1 T+5\r\n1\r\nmg a t\r\nms a 1 T2592000\r\n1\r\nmg a t\r\nms a 1 T2592001\r\n1\r\nmg a t\r\nms a 1 T4294967297\r\n1\r\nmg a t\r\n',
    'HD\r\nEN\r\nHD\r\nHD t5\r\nHD\r\nHD t2592000\r\nHD\r\nEN\r\nHD\r\nHD t1\r\n',
  ],
  [
    'modes, where there is an item',
    'ms a 2\r\nhi\r\nms a 2 ME\r\nhi\r\nms a 2 MA\r\nho\r\nms a 2 MP k\r\nha\r\nmg a v\r\nms a 1 MR\r\nR\r\nmg a v\r\nms a 1 MS\r\nS\r\nmg a v\r\n',
    'HD\r\nNS\r\nHD\r\nHD ka\r\nVA 6\r\nhahiho\r\nHD\r\nVA 1\r\nR\r\nHD\r\nVA 1\r\nS\r\n',
  ],
  [
    'modes, where there is none',
    'ms a 1 MA\r\n1\r\nms a 1 MP k O1\r\n1\r\nms a 1 MR\r\n1\r\nms a 1 ME\r\n1\r\nmg a v\r\n',
    'NS\r\nNS ka O1\r\nNS\r\nHD\r\nVA 1\r\n1\r\n',
  ],
  [
    'modes there are not',
    'ms a 1 MX\r\n1\r\nms a 1 M\r\n1\r\nms a 1 MSS\r\n1\r\nms a 1 MX O12345678901234567890123456789012\r\n1\r\n',
    'CLIENT_ERROR invalid mode for ms M token\r\nCLIENT_ERROR incorrect length for M token\r\nCLIENT_ERROR incorrect length for M token\r\nCLIENT_ERROR invalid mode for ms M token\r\n',
  ],
  [
    'compare and set',
    'ms a 1 C1\r\n1\r\nms a 1 C1 MR k\r\n1\r\nms a 1 c\r\n1\r\n',
    'NF\r\nNF ka\r\nHD c<1>\r\n',
    'ms a 1 C<1> c\r\n2\r\nms a 1 C<1> c k\r\n3\r\nms a 1 C0\r\n3\r\nmg a v\r\n',
    'HD c<2>\r\nEX c0 ka\r\nEX\r\nVA 1\r\n2\r\n',
  ],
  [
    'compare in other modes',
    'ms a 1 c\r\n1\r\nms a 1 C7777777 MA\r\n2\r\nms a 1 C0 MA\r\n2\r\nms a 1 C7777777 ME\r\n2\r\nms a 1 C7777777 MR\r\n2\r\nmg a v\r\n',
    'HD c<1>\r\nEX\r\nHD\r\nNS\r\nEX\r\nVA 2\r\n12\r\n',
  ],
  [
    'cas numbers',
    'ms a 1 C18446744073709551615\r\n1\r\nms a 1 C18446744073709551616\r\n1\r\nms a 1 C-5\r\n1\r\nms a 1 C+5\r\n1\r\n',
    'NF\r\nCLIENT_ERROR bad token in command line format\r\nCLIENT_ERROR bad token in command line format\r\nNF\r\n',
  ],
  [
    'a value that comes too late is taken as a stale one',
    'ms z 1\r\n1\r\nms a 1 T100\r\n1\r\nms a 1 C1 I T50\r\n2\r\nmg a v t\r\nmg a v t\r\nms a 1 MR C1 I F5 q\r\n3\r\nmg a v f t\r\nms a 1\r\n4\r\nmg a v\r\n',
    'HD\r\nHD\r\nHD\r\nVA 1 t100 X W\r\n2\r\nVA 1 t100 Z X\r\n2\r\nVA 1 f5 t100 Z X\r\n3\r\nHD\r\nVA 1\r\n4\r\n',
  ],
  [
    'one that is too new is not',
    'ms a 1\r\n1\r\nms a 1 C18446744073709551615 I\r\n2\r\nmg a v\r\n',
    'HD\r\nEX\r\nVA 1\r\n1\r\n',
  ],
  [
    'a cas of 0 is not a stale one',
    'ms a 1\r\n1\r\nms a 1 C0 I\r\n2\r\nms a 1 MR C0 I\r\n2\r\nmg a v\r\n',
    'HD\r\nEX\r\nEX\r\nVA 1\r\n1\r\n',
  ],
  [
    'delete',
    'md a\r\nms a 1\r\n1\r\nmd a k O1\r\nmd a k O1\r\nmd a q\r\nms a 1\r\n1\r\nmd a q\r\nmg a\r\n',
    'NF\r\nHD\r\nHD ka O1\r\nNF ka O1\r\nNF\r\nHD\r\nEN\r\n',
  ],
  [
    'compare and delete',
    'ms a 1 c\r\n1\r\nmd a C7777777 k\r\nmd a C0\r\nmg a c\r\n',
    'HD c<1>\r\nEX ka\r\nEX\r\nHD c<1>\r\n',
    'md a C<1>\r\nmg a\r\n',
    'HD\r\nEN\r\n',
  ],
  [
    'invalidate instead',
    'ms a 1 c\r\n1\r\nmd a I T30\r\nmg a s t v c\r\nmg a s t v\r\nmd a I\r\nmg a v\r\n',
    'HD c<1>\r\nHD\r\nVA 1 s1 t30 c<2> X W\r\n1\r\nVA 1 s1 t30 Z X\r\n1\r\nHD\r\nVA 1 X W\r\n1\r\n',
  ],
  ['invalidate for ever', 'ms a 1 T100\r\n1\r\nmd a I T-1 q\r\nmg a\r\n', 'HD\r\nEN\r\n'],
  [
    'an item that is made on a miss',
    'mg a N30 v t s k h l c\r\nmg a N30 v t s k h l c\r\nmg a v\r\nmg b N5 q\r\nmg b t N5\r\n',
    'VA 0 t30 s0 ka h0 l0 c<1> W\r\n\r\nVA 0 t30 s0 ka h1 l0 c<1> Z\r\n\r\nVA 0 Z\r\n\r\nHD W\r\nHD t5 Z\r\n',
  ],
  ['asked before it is made, its life is told as it was', 'mg a t N30\r\nmg a t\r\n', 'HD t-1 W\r\nHD t30 Z\r\n'],
  [
    'who wins an early renewal',
    'ms a 1 T20\r\n1\r\nmg a R10 t v\r\nmg a R30 t v\r\nmg a R30 t v\r\nmg a v\r\nms a 1\r\n1\r\nmg a R30\r\n',
    'HD\r\nVA 1 t20\r\n1\r\nVA 1 t20 W\r\n1\r\nVA 1 t20 Z\r\n1\r\nVA 1 Z\r\n1\r\nHD\r\nHD\r\n',
  ],
  [
    'touch',
    'ms a 1 T20\r\n1\r\nmg a T90 t v\r\nmg a t T70 v\r\nmg a t\r\nmg a T-1 v\r\nmg a\r\nmg a T30\r\n',
    'HD\r\nVA 1 t90\r\n1\r\nVA 1 t90\r\n1\r\nHD t70\r\nVA 1\r\n1\r\nEN\r\nEN\r\n',
  ],
  [
    'counting',
    'ma a\r\nma a k O1\r\nma a N0 v t c\r\nma a v D5 t k O1\r\nma a MD v D3\r\nma a M- D100 v\r\nma a M+ D10 v\r\nma a MI\r\nmg a v\r\n',
    'NF\r\nNF ka O1\r\nVA 1 t-1 c<1>\r\n0\r\nVA 1 t-1 ka O1\r\n5\r\nVA 1\r\n2\r\nVA 1\r\n0\r\nVA 2\r\n10\r\nHD\r\nVA 2\r\n11\r\n',
  ],
  [
    'counting, conditionally',
    'ma a C1\r\nma a N0 c\r\nma a C7777777 k O1 q\r\nma a C0 v\r\n',
    'NF\r\nHD c<1>\r\nEX ka O1\r\nVA 1\r\n1\r\n',
    'mg a c\r\n',
    'HD c<2>\r\n',
    'ma a C<2> v\r\n',
    'VA 1\r\n2\r\n',
  ],
  [
    'a counter that is made',
    'ma a N100 J13 D5 v t\r\nma a N100 J13 D5 v t\r\nma a T50 t v\r\nma a t T60 v\r\nmg a t\r\nma b N30 T60 t\r\nma c T60 N30 t\r\nma d N0 q\r\n',
    'VA 2 t100\r\n13\r\nVA 2 t100\r\n18\r\nVA 2 t50\r\n19\r\nVA 2 t50\r\n20\r\nHD t60\r\nHD t60\r\nHD t30\r\nHD\r\n',
  ],
  ['silent counting', 'ma a q\r\nma a N0 J5\r\nma a q v\r\nmg a v\r\n', 'NF\r\nHD\r\nVA 1\r\n6\r\n'],
  [
    '64 bits',
    'ma a N0 J18446744073709551615 v\r\nma a v\r\nma a D18446744073709551615 v\r\nma a D18446744073709551616 v\r\nma a MX\r\n',
    'VA 20\r\n18446744073709551615\r\nVA 1\r\n0\r\nVA 20\r\n18446744073709551615\r\nCLIENT_ERROR invalid or duplicate flag\r\nCLIENT_ERROR invalid mode for ma M token\r\n',
  ],
  [
    'no number',
    'ms a 1\r\nx\r\nma a\r\nma a q\r\n',
    'HD\r\nCLIENT_ERROR cannot increment or decrement non-numeric value\r\nCLIENT_ERROR cannot increment or decrement non-numeric value\r\n',
  ],
  // In turns: memcached copies an item that it changes while a reply with it waits to be sent.
  [
    'counting is no fetch, and keeps what is stale',
    'ms a 1\r\n1\r\nma a\r\nincr a 1\r\nmg a h\r\n',
    'HD\r\nHD\r\n3\r\nHD h0\r\n',
    'md a I\r\nma a\r\nmg a v\r\n',
    'HD\r\nHD\r\nVA 1 X W\r\n4\r\n',
  ],
  [
    'a number that grows is a new item',
    'ms a 1 T100\r\n9\r\nmg a\r\nmd a I\r\nma a\r\nmg a v t h\r\n',
    'HD\r\nHD\r\nHD\r\nHD\r\nVA 2 t100 h0\r\n10\r\n',
  ],
  [
    'so is what was appended to',
    'ms a 1 T100\r\n1\r\nmg a\r\nmd a I\r\nappend a 0 0 1\r\n2\r\nmg a v t h\r\nms a 1\r\n1\r\nmd a I\r\nms a 1 MP\r\n2\r\nmg a v\r\n',
    'HD\r\nHD\r\nHD\r\nSTORED\r\nVA 2 t100 h0\r\n12\r\nHD\r\nHD\r\nHD\r\nVA 2\r\n21\r\n',
  ],
  [
    'classic commands fetch, or do not',
    'ms a 1\r\n1\r\nadd a 0 0 1\r\n2\r\nmg a h u\r\ntouch a 10\r\nmg a h\r\nms b 1\r\n1\r\nget b\r\nmg b h\r\nms c 1\r\n1\r\ngat 10 c\r\nmg c h t\r\n',
    'HD\r\nNOT_STORED\r\nHD h0\r\nTOUCHED\r\nHD h1\r\nHD\r\nVALUE b 0 1\r\n1\r\nEND\r\nHD h1\r\nHD\r\nVALUE c 0 1\r\n1\r\nEND\r\nHD h1 t10\r\n',
  ],
  [
    'keys in base64',
    'ms YmI= 2 b k\r\nhi\r\nmg bb k v\r\nmg YmI= b k v\r\nmd YmI= b k\r\nmd YmI= b k\r\nma YmI= b k\r\nma YmI= b k N0 v\r\nmg bb k\r\n',
    'HD kYmI= b\r\nVA 2 kYmI= b\r\nhi\r\nVA 2 kYmI= b\r\nhi\r\nHD kYmI= b\r\nNF kYmI= b\r\nNF kYmI= b\r\nVA 1 kYmI= b\r\n0\r\nHD kbb\r\n',
  ],
  [
    'an item knows how its key was sent',
    'set bb 0 0 1\r\n1\r\nmg YmI= b k\r\nms YmI= 1 b\r\n1\r\nincr bb 1\r\nmg bb k\r\nincr bb 100\r\nmg bb k\r\nms YmI= 1 b\r\n1\r\nms YmI= 1 b MA k\r\n2\r\nmg bb k v\r\nmg YWFhYQ== b k N5\r\n',
    'STORED\r\nHD kbb\r\nHD\r\n2\r\nHD kYmI= b\r\n102\r\nHD kbb\r\nHD\r\nHD kYmI= b\r\nVA 2 kbb\r\n12\r\nHD kaaaa W\r\n',
  ],
  [
    'what is base64 and what is not',
    'mg Y!Q== b k\r\nmg Y=Q= b k\r\nmg YQ==YQ== b k\r\nmg YR== b k\r\nmg YWE= b k\r\nmg YWFh b k\r\nmg YQ b k\r\nmg Y=== b k\r\nmg ==== b k\r\nmg _-== b k\r\n',
    'EN kYQ== b\r\nEN kYA== b\r\nEN kYQ== b\r\nEN kYQ== b\r\nEN kYWE= b\r\nEN kYWFh b\r\nCLIENT_ERROR error decoding key\r\nCLIENT_ERROR error decoding key\r\nCLIENT_ERROR error decoding key\r\nCLIENT_ERROR error decoding key\r\n',
  ],
  [
    'all that is known of an item',
    'me a\r\nms a 1 T100\r\n1\r\nme a\r\nmg a\r\nme a x\r\nme YQ== b\r\nms YmI= 2 b F1\r\nhi\r\nme bb\r\nme a b\r\n',
    'EN\r\nHD\r\nME a exp=-100 la=0 cas=<1> fetch=no cls=1 size=61\r\nHD\r\nME a exp=-100 la=0 cas=<1> fetch=yes cls=1 size=61\r\nME a exp=-100 la=0 cas=<1> fetch=yes cls=1 size=61\r\nHD\r\nME YmI= exp=-1 la=0 cas=<2> fetch=no cls=1 size=67\r\nCLIENT_ERROR bad command line format\r\n',
  ],
  [
    'classes and sizes',
    `ms a 37\r\n${x(37)}\r\nme a\r\nms a 36\r\n${x(36)}\r\nme a\r\nms a 1000\r\n${x(1000)}\r\nme a\r\n`,
    'HD\r\nME a exp=-1 la=0 cas=<1> fetch=no cls=2 size=97\r\nHD\r\nME a exp=-1 la=0 cas=<2> fetch=no cls=1 size=96\r\nHD\r\nME a exp=-1 la=0 cas=<3> fetch=no cls=12 size=1060\r\n',
  ],
  [
    'too large for an item: what was there is gone',
    `ms a 1\r\n1\r\nms a 1048570\r\n${x(1048570)}\r\nmg a\r\n`,
    'HD\r\nSERVER_ERROR object too large for cache\r\nEN\r\n',
  ],
];
