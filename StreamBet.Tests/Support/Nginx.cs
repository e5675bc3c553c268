using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace StreamBet.Tests.Support;

/// <summary>A real nginx in front of a server.</summary>
internal sealed class Nginx : IDisposable
{
    private const string Advised = """
        proxy_http_version 1.1;
        proxy_set_header Host $http_host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection upgrade;
        proxy_request_buffering off;
        """;

    private static readonly string Program = Find();
    private readonly TemporaryFolder _folder = new();
    private readonly Process _process;

    private Nginx(string target, string settings, string upstream = "")
    {
        // The port is free for the moment; nginx can't pick one itself.
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        probe.Stop();
        File.WriteAllText(_folder.File("nginx.conf"), string.Create(CultureInfo.InvariantCulture, $$"""
            daemon off; master_process off; pid {{_folder.File("pid")}}; error_log stderr error;
            events { }
            http {
              access_log off;
              client_body_temp_path {{_folder.File("body")}}; proxy_temp_path {{_folder.File("proxy")}};
              fastcgi_temp_path {{_folder.File("fastcgi")}}; uwsgi_temp_path {{_folder.File("uwsgi")}}; scgi_temp_path {{_folder.File("scgi")}};
              client_max_body_size 101m;
              {{upstream}}
              server {
                listen {{Address.Authority}};
                location / {
                  proxy_pass {{target}};
                  {{settings}}
                }
              }
            }
            """));
        _process = Process.Start(new ProcessStartInfo(Program, ["-e", "stderr", "-c", _folder.File("nginx.conf")]))!;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it with nothing set but where to pass requests on to.</summary>
    public static Task<Nginx> StartDefaultAsync(Uri server) => StartAsync(new Nginx(AddressOf(server), ""));

    /// <summary>Starts it with what docs/settings.md tells to set, as if it served https.</summary>
    public static Task<Nginx> StartAdvisedAsync(Uri server) => StartAsync(new Nginx(AddressOf(server), $"""
        {Advised}
        proxy_set_header X-Forwarded-Proto https;
        """));

    /// <summary>Starts it in front of several servers: each browser, and each key, keeps its server while that one is
    /// there.</summary>
    public static Task<Nginx> StartBalancedAsync(IEnumerable<Uri> servers) => StartAsync(new Nginx("http://streambet", $"""
        {Advised}
        proxy_connect_timeout 2s;
        """, $$"""
        upstream streambet {
          hash $cookie_streambet$http_authorization consistent;
          {{string.Join(' ', servers.Select(server => $"server {server.Authority} fail_timeout=2s;"))}}
        }
        """));

    /// <summary>What nginx says about a file of settings; it ends with "is successful" if it would start with it.</summary>
    public static async Task<string> CheckAsync(string path)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, ["-t", "-e", "stderr", "-c", path]) { RedirectStandardError = true })!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said.Trim();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Dispose();
    }

    // Unpacked by test.sh, or installed.
    private static string Find()
    {
        var unpacked = Path.Combine(Repository.Root, "StreamBet.Tests/Support/Nginx/usr/sbin/nginx");
        return File.Exists(unpacked) ? unpacked : File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
    }

    private static string AddressOf(Uri server) => server.GetLeftPart(UriPartial.Authority);

    private static async Task<Nginx> StartAsync(Nginx nginx)
    {
        await Eventually.IsTrueAsync(
            () =>
            {
                using var client = new TcpClient();
                try
                {
                    client.Connect(nginx.Address.Host, nginx.Address.Port);
                    return true;
                }
                catch (SocketException) when (!nginx._process.HasExited)
                {
                    return false;
                }
            },
            "nginx listens");
        return nginx;
    }
}
