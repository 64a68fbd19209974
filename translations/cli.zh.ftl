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
about-doctor = 体检：数据库、密钥、磁盘、时钟、后台任务是否正常
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
arg-account = 账号名：字母、数字、点、横线
arg-name = 姓名
arg-unit = 单位编号
arg-roles = 角色，可以写多个
arg-backup-file = 备份文件，不能已经存在
arg-restore-file = 备份文件
arg-drill = 恢复到临时地方，核对全部历史，再清掉

# 命令写错
usage-unknown = 没有 { $what } 这个写法。
usage-value = { $what } 不能写成“{ $value }”。
usage-one-of = { $what } 不能写成“{ $value }”，可以写：{ $valid }
usage-missing = 还缺：{ $what }
usage-help = 加上 --help 看用法。
settings-wrong = 设置有误：{ $why }
failed = 没有办成：{ $why }

# 进度
progress = { $what }：{ $done }/{ $all }（{ $percent }%）{ $left }
progress-left = ，大约还要 { $seconds } 秒
progress-done = { $what }：{ $all }，用了 { $seconds } 秒

# 服务
serve-first = 请管理员打开下面的链接设置密码（只能用一次，三天内有效）：
    { $link }
serve-ready = 已启动：{ $url }
serve-stopping = 正在停下，等手头的事办完……
demo-loading = 正在装入演示城市
demo-ready = 演示城市装好了。登录页上的账号，密码都是 { $password }

# 账号
user-no-unit = 没有编号为 { $unit } 的单位。用 sixia export units 查看。
user-link = 请 { $account } 打开下面的链接设置密码（只能用一次）：
    { $link }
user-refused = 账号 { $account } 没有办成：{ $why }

# 检查
verify-running = 核对历史
verify-well = 核对了 { $cases } 件事、{ $events } 条记录，都对得上。
verify-faults = 核对了 { $cases } 件事、{ $events } 条记录，发现 { $faults } 处对不上，见上面。
doctor-mark-well = 正常
doctor-mark-ill = 异常
doctor-well = 一切正常。
doctor-ill = 有 { $count } 处异常，见上面。
doctor-database = 数据库
doctor-tables = 数据表
doctor-reference = 基础数据
doctor-vault-key = 个人信息密钥
doctor-key-file = 密钥文件
doctor-assets = 页面样式
doctor-clock = 时钟
doctor-disk = 磁盘
doctor-jobs = 后台任务
doctor-outbox = 待发消息

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
bench-append = 磁盘：追加 4 KiB 并落盘
bench-limit = 上限：同样的行，一个进程，每批 1000
bench-batches = 办公室成批办理，每批 1000
bench-single = 一件一个事务
bench-http = { $clients } 个客户端经 HTTP，落盘才答复
bench-read = 读取，{ $database }，{ $matters } 件
bench-read-line = { $what }：{ $rows } 行，p50 { $p50 } 毫秒，p99 { $p99 } 毫秒
bench-filling = 写入样本
bench-by-place = 数据页，按地方，十二个月
bench-by-category = 数据页，按分类，十二个月
bench-by-month = 数据页，按月，十二个月
bench-public-list = 公开列表第一页
bench-desk-list = 工作台列表第一页
bench-desk-search = 工作台检索“积水”第一页
about-bench = 测速：写入、读取
about-bench-write = 测写入：磁盘、上限、一件一个事务、多个客户端经 HTTP
about-bench-read = 测读取：数据页和列表页
arg-clients = 多少个客户端
arg-bench-write-matters = 写多少件
arg-bench-read-matters = 在多少件的时候测，可以写几个，用逗号隔开
