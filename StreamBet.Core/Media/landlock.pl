# Confines itself by Landlock and seccomp, gives up all privileges, and becomes the program named.
#   perl -e THIS -- READABLE-COUNT WRITABLE-COUNT READABLE ... WRITABLE ... PROGRAM ARGUMENT ...
# Readable are files and folders, writable are files. Ends with code 125 when it can't.
use strict;
use warnings;

sub must { my ($result, $what) = @_; return $result if $result != -1; print STDERR "$what: $!\n"; exit 125 }

require POSIX;
my $machine = (POSIX::uname())[4];
# The audit number of the machine, prctl, and what a decoder has no use for: sockets and io_uring, other processes, owners,
# permissions and times of files, namespaces, and large parts of the kernel.
my ($audit, $prctl, @denied) =
    $machine eq 'x86_64' ? (0xC000003E, 157, 41, 42, 53, 425, 426, 427, 62, 200, 129, 297, 424, 434, 101, 310, 311, 302, 76, 90, 91,
        268, 452, 92, 93, 94, 260, 132, 235, 261, 280, 188, 189, 190, 197, 198, 199, 272, 308, 321, 323, 298, 248, 249, 250)
    : $machine eq 'aarch64' ? (0xC00000B7, 167, 198, 203, 199, 425, 426, 427, 129, 130, 138, 240, 424, 434, 117, 270, 271, 261, 45, 52,
        53, 452, 54, 55, 88, 5, 6, 7, 14, 15, 16, 97, 268, 280, 282, 241, 217, 218, 219)
    : do { print STDERR "unknown machine $machine\n"; exit 125 };
my $prlimit = $machine eq 'x86_64' ? 302 : 261;

my ($readable, $writable) = map { $_ + 0 } splice @ARGV, 0, 2;
my @read = splice @ARGV, 0, $readable;
my @write = splice @ARGV, 0, $writable;

# From version 3 on, files can't be emptied either.
my $version = must(syscall(444, 0, 0, 1), 'Landlock is missing');
if ($version < 3) { print STDERR "Landlock is too old (Linux 6.2 or later is needed)\n"; exit 125 }
my $rules = $version < 4 ? pack('Q', 0x7fff) : $version < 5 ? pack('QQ', 0x7fff, 3)
    : $version < 6 ? pack('QQ', 0xffff, 3) : pack('QQQ', 0xffff, 3, 3);
my $set = must(syscall(444, $rules, length $rules, 0), 'Landlock');
sub allow {
    my ($path, $rights) = @_;
    sysopen(my $file, $path, 0x200000) or return; # O_PATH
    my $rule = pack('Ql', $rights, fileno $file);
    must(syscall(445, $set, 1, $rule, 0), "Landlock, $path");
}
allow($_, -d $_ ? 13 : 5) for @read;       # run, read, list
allow($_, 4 | 2 | 0x4000) for @write;      # read, write, empty
allow($_, 4 | 2) for qw(/dev/null /dev/zero /dev/urandom);

must(syscall($prctl, 1, 9, 0, 0, 0), 'to end with the server');
syscall($prctl, 24, $_, 0, 0, 0) for 0 .. 63; # capabilities; fails for those who have none
must(syscall($prctl, 38, 1, 0, 0, 0), 'no new privileges');
must(syscall(446, $set, 0), 'Landlock');

sub step { pack('SCCL', @_) }
my ($deny, $pass) = (step(0x06, 0, 0, 0x00050001), step(0x06, 0, 0, 0x7fff0000));
my $filter = step(0x20, 0, 0, 4) . step(0x15, 1, 0, $audit) . $deny . step(0x20, 0, 0, 0)
    . step(0x35, 0, 1, 0x40000000) . $deny;
for my $call (@denied) {
    # Its own limits a program may read and lower.
    $filter .= $call == $prlimit
        ? step(0x15, 0, 4, $call) . step(0x20, 0, 0, 16) . step(0x15, 1, 0, 0) . $deny . $pass
        : step(0x15, 0, 1, $call) . $deny;
}
$filter .= $pass;
my $program = pack('Sx![Q]P', length($filter) / 8, $filter);
must(syscall($prctl, 22, 2, $program, 0, 0), 'seccomp');

exec { $ARGV[0] } @ARGV or must(-1, $ARGV[0]);
