# 命令行：帮助
about = 四下（sixia）：群众反映的事，件件有着落、人人可核对。
more = 先试一试：sixia demo，打开 http://127.0.0.1:8311
    正式使用：sixia serve，按它打印的链接设好管理员密码
    退出码：0 办好了；1 机器出错；2 命令写错；3 给的材料有问题，什么也没改；4 检查发现问题
about-serve = 启动服务。空目录里第一次启动会建好数据库，并打印管理员的一次性链接
more-serve = 例：
      sixia serve
      sixia serve --data /var/lib/sixia --listen 127.0.0.1:8311
      sixia serve --database postgres://sixia:密码@localhost/sixia
    停下：按 Ctrl-C。正在办的会办完再停。
about-demo = 启动演示城市：真实的地名，虚构的单位、人和事；登录页上有演示账号
more-demo = 例：
      sixia demo
      sixia demo --listen 127.0.0.1:9000 --matters 500
    演示数据放在 demo-data 目录，删掉目录就重新来过。
about-pack = 查看程序包：每个程序包定义一类事怎么办
about-pack-check = 检查程序包：有没有走不出去的地方、漏掉的时限、被举报人会看到举报等问题
more-pack-check = 例：
      sixia pack check packs/tree
      sixia pack check petition packs/tree
about-pack-explain = 用平常话把程序包讲一遍
more-pack-explain = 例：
      sixia pack explain petition
      sixia pack explain petition hotline --lang en
about-pack-list = 列出程序包
about-import = 导入：过去的诉求、地名、单位、职责清单、分类、工作日历
more-import = 例：
      sixia import places 地名.csv
      sixia import matters 诉求.csv.gz --mapping 对照.toml --dry-run
      sixia import matters 诉求.csv.gz --mapping 对照.toml
    先加 --dry-run 看看有没有问题：有一行不对，就一行也不导入。中断了再运行一次，接着导入，不会重复。
about-export = 导出表格，写到标准输出；不含个人信息
more-export = 例：
      sixia export published > 公开诉求.csv
      sixia export units > 单位.toml
      sixia export matters --bom > 诉求.csv
    诉求表里没有保密件，连有没有都看不出来；有多少件没有写进去，另外说明。
    要用 Excel 打开就加 --bom，不然中文会乱码；像公式的格子前面会加一个撇号，免得被当成公式运行。
about-user = 管理账号
about-user-add = 新建账号，打印一次性链接，由本人设密码
more-user-add = 例：
      sixia user add wang.tao --name 王涛 --unit sn-housing --role caseworker
about-user-reset = 忘记密码：打印新的一次性链接
about-backup = 备份到一个文件；服务可以照常运行
more-backup = 例：
      sixia backup /media/usb/四下-2026-11-24.backup
    密钥不在备份里，请另外保管 vault.key，没有它就看不到个人信息。
about-restore = 从备份恢复到空的地方；--drill 只演练
more-restore = 例：
      sixia restore 四下.backup --drill
      sixia restore 四下.backup --data /var/lib/sixia
about-verify = 逐件重放历史，核对每条记录的链条，看有没有被改过
about-doctor = 体检：数据库、密钥、磁盘、时钟、备份、邮件和短信是否正常
more-doctor = 例：
      sixia doctor
      sixia doctor --json
    有一处异常，退出码就是 4；只是要留意的，不算异常。
help-usage = 用法：
help-commands = 子命令
help-options = 选项
help-arguments = 参数
arg-help = 显示帮助
arg-version = 显示版本
arg-data = 数据目录（数据库、密钥、设置文件 sixia.toml 都在里面）
arg-database = 数据库地址：sqlite:路径 或 postgres://用户:密码@主机:端口/库名
arg-config = 设置文件；不写就用数据目录里的 sixia.toml
arg-lang = 命令行用的语言；不写就看系统的 LANG
arg-listen = 监听的地址和端口，默认 127.0.0.1:8311
arg-matters = 虚构多少件事
arg-seed = 随机种子：种子和日期一样，城市就一样
arg-today = 演示数据到哪一天为止，默认今天
arg-load-only = 只装数据，装完就退出
arg-packs = 自带程序包的名字、程序包目录，或放着多个程序包的目录，可以写几个；不写就是全部自带的程序包
arg-import-kind = 导入什么
arg-import-file = 文件；.gz 会自动解压
arg-mapping = 对照文件：哪一列是什么
arg-datum = 坐标系：wgs84（卫星定位、浏览器）或 gcj02（国内公开地图）；只用于导入边界
arg-code = 边界文件里写区划代码的属性名；只用于导入边界
arg-dry-run = 只检查，不导入
arg-export-kind = 导出什么
arg-bom = 开头加上字节顺序标记，Excel 打开不乱码
arg-account = 账号名：字母、数字、点、横线
arg-name = 姓名
arg-unit = 单位编号
arg-roles = 角色，可以写多个
arg-backup-file = 备份文件，不能已经存在
arg-restore-file = 备份文件
arg-doctor-json = 用 JSON 写出来，给监控程序读
arg-drill = 恢复到临时地方，核对全部历史，再清掉

# 命令写错
usage-unknown = 没有 { $what } 这个写法。
usage-value = { $what } 不能写成“{ $value }”。
usage-one-of = { $what } 不能写成“{ $value }”，可以写：{ $valid }
usage-missing = 还缺：{ $what }
usage-no-command = 还没有说要做什么，例如 sixia serve。
usage-twice = { $what } 写了两次，写一次就够了。
usage-not-understood = 没有看懂 { $what }。
usage-help = 加上 --help 看用法。
settings-wrong = 设置有误，没有启动。
    { $why }
settings-file = 设置文件 { $file } 读不了：{ $why }
settings-toml = { $file } 第 { $line } 行：不合 TOML 的写法（{ $why }）
settings-unknown = { $from }：没有叫 { $name } 的设置。可以写的设置见 docs/reference/settings.md
settings-meant = { $from }：没有叫 { $name } 的设置，是不是想写 { $meant }？
settings-value = { $from }：{ $name } 不能写成“{ $value }”，{ $why }
settings-missing = 没有写 { $name }：{ $why }
settings-from-file = { $file } 第 { $line } 行
settings-from-nowhere = 默认值
settings-why-address = 要写成 地址:端口，例如 127.0.0.1:8311
settings-why-number = 要写一个不小于 0 的整数
settings-why-length = 要有 1 到 32 个字符
settings-why-database = 要写成 sqlite:路径 或 postgres://用户:密码@主机:端口/库名
settings-why-addresses = 要写 IP 地址，几个之间用逗号隔开，例如 127.0.0.1,10.0.0.2
settings-why-log = 要写 error、warn、info、debug、trace 之一，或 info,store=debug 这样的清单
settings-why-site = 要以 https:// 开头，例如 https://sixia.example.cn
settings-why-mail-server = 要写成 smtp://用户:密码@主机:587 或 smtps://用户:密码@主机:465
settings-why-mail-from = 要写成 office@example.cn，或 海州热线 <office@example.cn>
settings-why-gateway = 要写成 https://主机/路径
settings-why-unsafe = 不加密的 http 只能用于本机；请改用 https
settings-why-short-key = 密钥至少 16 个字符
failed = 没有办成：{ $why }

# 进度
progress = { $what }：{ $done }/{ $all }（{ $percent }%）{ $left }
progress-left = ，大约还要 { $seconds } 秒
progress-done = { $what }：{ $all }，用了 { $seconds } 秒

# 服务
serve-first = 请管理员打开下面的链接设置密码（只能用一次，七天内有效）：
    { $link }
serve-ready = 已启动：{ $url }
serve-stopping = 正在停下，等手头的事办完……
demo-loading = 正在装入演示城市
demo-ready = 演示城市装好了。登录页上的账号，密码都是 { $password }

# 导出
export-sealed = 另有 { $count } 件保密件，没有写进表里。

# 账号
user-no-unit = 没有编号为 { $unit } 的单位。用 sixia export units 查看。
user-link = 请 { $account } 打开下面的链接设置密码（只能用一次）：
    { $link }
user-refused = 账号 { $account } 没有办成：{ $why }

# 检查
verify-running = 核对历史
verify-well = 核对了 { $cases } 件事、{ $events } 条记录，都对得上。
verify-faults = 核对了 { $cases } 件事、{ $events } 条记录，发现 { $faults } 处对不上，见上面。
flaw-chain = 第 { $event } 条记录的链条断了，被改过
flaw-event-missing = 缺第 { $event } 条记录
flaw-event-elsewhere = 第 { $event } 条记录自称是第 { $says } 条
flaw-event-unreadable = 第 { $event } 条记录读不出来：{ $why }
flaw-event-column = { $table }（{ $name }）第 { $event } 条的 { $column } 一栏，和记录内容不一样
flaw-other-end = 历史的末尾和这件事记的不一样
flaw-case-unreadable = 这件事读不出来：{ $why }
flaw-other-text = 正文（{ $digest }）被改过，和登记的不一样
flaw-text-missing = 缺一份正文（{ $digest }）
flaw-other-case = 这件事和它的历史对不上
flaw-column = { $table }（{ $name }）的 { $column } 一栏，和历史推算的不一样
flaw-row-missing = { $table }（{ $name }）少了一行
flaw-row-surplus = { $table }（{ $name }）多了一行
flaw-counter = { $table }（{ $name }）：{ $about } { $month } { $kind } { $category } 的 { $measure } 记的是 { $stored }，应是 { $counted }
table-cases = 事项表
table-events = 历史表
table-clocks = 时钟表
table-case-units = 可见单位表
table-inbox = 待办表
table-schedules = 活动时间表
table-case-leaders = 领导表
table-place-tallies = 各地统计数
table-unit-tallies = 各单位统计数
verify-counters-moved = 核对时有人在办事，统计数这次没有核对。
doctor-line = { $mark }  { $name }：{ $said }
doctor-mark-well = 正常
doctor-mark-note = 留意
doctor-mark-ill = 异常
doctor-well = 没有异常。
doctor-ill = 有 { $count } 处异常，见上面。
doctor-database = 数据库
doctor-database-answers = 连得上，有 { $cases } 件事
doctor-database-silent = 打不开：{ $why }
doctor-database-clock = 数据库时钟
doctor-database-clock-agrees = 与本机一致
doctor-database-clock-apart = 与本机差 { $seconds } 秒。请让两台机器都自动对时
doctor-database-clock-silent = 问不到：{ $why }
doctor-reference = 基础数据
doctor-reference-there = 程序 { $programs } 个，地方 { $places } 个，单位 { $units } 个，职责 { $duties } 条
doctor-reference-missing = 程序 { $programs } 个，地方 { $places } 个，单位 { $units } 个，职责 { $duties } 条。请用 sixia import 导入地方、单位和职责清单
doctor-calendar = 工作日历
doctor-calendar-announced = 到 { $year } 年的安排都已公布并导入
doctor-calendar-next-not-yet = { $year } 年的安排还没有导入，期限先按估计的假日算。公布后请用 sixia import calendar 导入
doctor-calendar-next-missing = { $year } 年的安排应当已经公布，还没有导入，跨年的期限是估计的。请用 sixia import calendar 导入
doctor-calendar-estimated = { $year } 年的安排没有导入，现在的期限都是估计的。请用 sixia import calendar 导入
doctor-vault-key = 个人信息密钥
doctor-vault-key-unused = 第 { $key } 号密钥，还没有存过个人信息
doctor-vault-key-opens = 第 { $key } 号密钥，最早的个人信息打得开
doctor-vault-key-another = 这把密钥打不开库里的个人信息。请放回原来的 vault.key
doctor-key-file = 密钥文件
doctor-key-file-private = { $file }，只有属主能读
doctor-key-file-open = { $file } 别人也能读。请运行 chmod 600 { $file }
doctor-key-file-missing = 没有 { $file }。请从另外保管的地方放回来；丢了就看不到个人信息
doctor-session-key = 登录密钥
doctor-session-key-private = { $file }，只有属主能读
doctor-session-key-open = { $file } 别人也能读。请运行 chmod 600 { $file }
doctor-session-key-missing = 没有 { $file }。下次启动会新做一把，大家要重新登录
doctor-settings-file = 设置文件
doctor-settings-file-private = { $file }，没有把密码露给别人
doctor-settings-file-open = { $file } 里有密码，别人也能读。请运行 chmod 600 { $file }
doctor-assets = 页面样式
doctor-assets-there = { $folder }
doctor-assets-missing = 没有 { $folder }，页面会没有样式。请设置 assets
doctor-disk = 磁盘
doctor-disk-room = { $folder } 还有 { $gib } GiB
doctor-disk-low = { $folder } 只剩 { $gib } GiB，请早作安排
doctor-disk-out = { $folder } 只剩 { $gib } GiB，就要写不进去了。请马上腾出空间
doctor-disk-unknown = 问不到 { $folder } 还有多少空间
doctor-mail = 邮件服务器
doctor-mail-answers = 连得上，也认我们的账号
doctor-mail-unreachable = 连不上。请看 mail_server 写得对不对、网络通不通
doctor-mail-no-tls = 不能安全地连接（{ $why }）。请看服务器的证书
doctor-mail-not-let-in = 不认 mail_server 里的用户名和密码
doctor-mail-busy = 现在不收（{ $why }），过一会儿再试
doctor-mail-refused = 不肯收（{ $why }）
doctor-mail-no-address = mail_from 不是邮件地址
doctor-sms = 短信网关
doctor-sms-answers = 有人接听
doctor-sms-unreachable = 连不上。请看 sms_gateway 写得对不对、网络通不通
doctor-public-url = 公开地址
doctor-public-url-missing = 没有设置 public_url，通知里的链接会写成 { $url }，别人打不开
doctor-notices = 通知
doctor-notices-none = 没有设置邮件或短信：有了进展，群众只能凭受理编号自己来查。要发通知，请设置 mail_server 或 sms_gateway
doctor-notices-go-out = 发得出去；等着发的 { $waiting } 条
doctor-notices-in-vain = 有 { $tried } 条试过还没发出去，等着发的共 { $waiting } 条
doctor-notices-given-up = 有 { $failed } 条没有发成，已不再试。请到“通知”页查看原因、重新发送；等着发的 { $waiting } 条
doctor-notices-stuck = 有 { $waiting } 条等了很久没人发。服务在运行吗？
doctor-clock = 时钟
doctor-clock-right = 现在 { $now }
doctor-clock-behind = 现在 { $now }，可是最近一件事登记在 { $latest }。请核对本机时间
doctor-jobs = 后台任务
doctor-jobs-run = 没有耽搁的时限
doctor-jobs-stuck = 有到点的时限没人记录。服务在运行吗？
doctor-backup = 备份
doctor-backup-fresh = { $at }（{ $days } 天前）
doctor-backup-old = 最近一次在 { $at }，已经 { $days } 天了。请用 sixia backup 备份
doctor-backup-never = 还没有备份过。请用 sixia backup 备份，并定期做
doctor-backup-silent = 问不到：{ $why }

# 备份
backup-exists = { $file } 已经存在，换个名字吧，免得盖掉旧备份。
backup-done = 已备份到 { $file }：{ $cases } 件事、{ $rows } 行数据，{ $bytes } 字节。
backup-keys = 密钥不在备份里，请把 { $key } 另外保管。
restore-not-empty = { $database } 里已经有数据，不能覆盖。请恢复到空的地方。
restore-no-key = 没有密钥文件 { $key }：没有它就看不到个人信息。请先放回去。
restore-damaged = { $file } 不能用：{ $why }
restore-indexing = 重建检索
restore-done = 已恢复到 { $database }：{ $cases } 件事。
drill-well = 演练成功：{ $file } 恢复得出来，{ $cases } 件事的历史都对得上。
drill-ill = 演练失败：{ $file } 恢复出来的 { $cases } 件事里有对不上的，见上面。

# 程序包
pack-unknown = 没有程序包 { $what }：既不是放着 pack.toml 的目录，也不是自带的：{ $known }
pack-good = { $file }：没有问题
pack-bad = { $file }：{ $errors } 处错误，{ $warnings } 处提醒
pack-line = { $id } 第 { $version } 版  { $name }：{ $states } 个状态，{ $acts } 个动作，{ $clocks } 个时限

# 导入
import-no-mapping = 导入诉求要用 --mapping 给出对照文件。
import-no-column = 对照文件说有一列叫“{ $column }”，表里没有。表里有：{ $columns }
import-checking = 逐行检查
import-running = 导入
import-adds = 基础数据里没有的，会补上：地方 { $places } 个，单位 { $units } 个，分类 { $categories } 个。
import-would = { $rows } 行都没有问题，可以导入。
import-done = 导入完成：{ $rows } 行，其中新增 { $new } 件。
import-fault = 第 { $line } 行，{ $column }：{ $said }
import-fault-row = 第 { $line } 行：{ $said }
import-faults = 共 { $count } 处有问题，什么也没导入。
import-twice = 这个编号在第 { $line } 行出现过
import-no-id = 没有编号
import-time = “{ $value }”不是时间，应写成 2026-11-24T09:30:00
import-unknown = 没有“{ $value }”
import-unreadable = { $file } 不能用：{ $why }
import-reference = { $topic } 已更新为第 { $version } 版（文件里有 { $rows } 条）。
import-reference-same = { $topic } 和原来一样，还是第 { $version } 版。
import-tie = 注意：职责清单里 { $category }（{ $place }）同级有两家：{ $first } 和 { $later }，条件完全相同。按先后由 { $first } 办；请核对。
import-converted = 边界按 GCJ-02（国内公开地图的偏移坐标）读入，已换算成 WGS-84。

# 测速
bench-debug = 提醒：这是调试版，测出来的数不作数。请用 make bench。
bench-write = 写入，{ $database }，{ $clients } 个客户端
bench-line = { $what }：每秒 { $rate }，是上限的 { $ratio } 倍，p50 { $p50 } 毫秒，p99 { $p99 } 毫秒
bench-group = { "    " }每个事务 { $orders } 件
bench-part = { "    " }每件处理器时间，{ $part }：{ $micros } 微秒
bench-append = 磁盘：追加 4 KiB 并落盘
bench-limit = 上限：同样的行，一个进程，每批 1000
bench-batches = 办公室成批办理，每批 1000
bench-single = 一件一个事务
bench-http = { $clients } 个客户端经 HTTP，落盘才答复
bench-read = 读取，{ $database }，{ $matters } 件
bench-read-line = { $what }：{ $rows } 行，p50 { $p50 } 毫秒，p99 { $p99 } 毫秒，SQLite 内部 { $steps } 步
bench-steps-unknown = （未知）
bench-filling = 写入样本
bench-by-place = 数据页，按地方，十二个月
bench-by-category = 数据页，按分类，十二个月
bench-by-month = 数据页，按月，十二个月
bench-public-list = 公开列表第一页
bench-public-search = 公开检索“积水”第一页
bench-desk-list = 工作台列表第一页
bench-desk-search = 工作台检索“积水”第一页
about-bench = 测速：写入、读取
about-bench-write = 测写入：磁盘、上限、一件一个事务、多个客户端经 HTTP
about-bench-read = 测读取：数据页和列表页
arg-clients = 多少个客户端
arg-bench-write-matters = 写多少件
arg-bench-read-matters = 在多少件的时候测，可以写几个，用逗号隔开
