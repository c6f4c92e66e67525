#include "clearinghouse/demo/names.h"

#include "common/credit_code.h"

#include <stdio.h>
#include <string.h>

#define PICK(rng, table) table[ch_demo_below(rng, (int64_t)COUNT_OF(table))]

const char *const ch_demo_kinds[] = {"firm", "institute", "university", "individual"};
const char *const ch_demo_sizes[] = {"micro", "small", "medium", "large"};

static const struct place {
    enum ch_demo_city city;
    const char *region, *code6, *dial, *street;
    const char *words[4]; /* how firms from there name the place */
} places[] = {
    {CH_DEMO_SHANGHAI,
     "上海市浦东新区",
     "310115",
     "021",
     "祖冲之路",
     {"上海", "浦江", "张江", "临港"}},
    {CH_DEMO_SHANGHAI,
     "上海市徐汇区",
     "310104",
     "021",
     "龙耀路",
     {"上海", "申江", "徐汇", "滨江"}},
    {CH_DEMO_SHANGHAI,
     "上海市闵行区",
     "310112",
     "021",
     "紫竹路",
     {"上海", "莘庄", "申城", "浦江"}},
    {CH_DEMO_SHANGHAI,
     "上海市杨浦区",
     "310110",
     "021",
     "淞沪路",
     {"上海", "杨浦", "江湾", "申城"}},
    {CH_DEMO_SHANGHAI,
     "上海市青浦区",
     "310118",
     "021",
     "公园东路",
     {"上海", "青浦", "淀山", "华东"}},
    {CH_DEMO_SHENZHEN,
     "深圳市南山区",
     "440305",
     "0755",
     "科苑路",
     {"深圳", "鹏城", "前海", "南山"}},
    {CH_DEMO_SHENZHEN,
     "深圳市光明区",
     "440311",
     "0755",
     "科学大道",
     {"深圳", "光明", "鹏城", "大湾"}},
    {CH_DEMO_BEIJING,
     "北京市大兴区",
     "110115",
     "010",
     "荣华中路",
     {"北京", "亦庄", "京南", "京华"}},
    {CH_DEMO_BEIJING,
     "北京市海淀区",
     "110108",
     "010",
     "学清路",
     {"北京", "海淀", "京北", "燕园"}},
    {CH_DEMO_CHENGDU,
     "成都市武侯区",
     "510107",
     "028",
     "天府大道",
     {"成都", "天府", "蓉城", "西川"}},
    {CH_DEMO_HENAN,
     "河南省郑州市",
     "410105",
     "0371",
     "金水路",
     {"河南", "郑州", "中原", "嵩山"}},
    {CH_DEMO_SHANDONG,
     "山东省济南市",
     "370102",
     "0531",
     "经十路",
     {"山东", "济南", "齐鲁", "泉城"}},
    {CH_DEMO_SHANDONG,
     "山东省青岛市",
     "370212",
     "0532",
     "松岭路",
     {"山东", "青岛", "崂山", "胶东"}},
    {CH_DEMO_ELSEWHERE,
     "浙江省杭州市",
     "330106",
     "0571",
     "文一西路",
     {"杭州", "钱塘", "西溪", "之江"}},
    {CH_DEMO_ELSEWHERE,
     "江苏省苏州市",
     "320505",
     "0512",
     "金鸡湖大道",
     {"苏州", "姑苏", "吴江", "太湖"}},
    {CH_DEMO_ELSEWHERE,
     "安徽省合肥市",
     "340104",
     "0551",
     "望江西路",
     {"合肥", "庐阳", "江淮", "徽州"}},
};

static const char *const firsts[] = {
    "星", "云", "智", "海", "天", "恒", "睿", "启", "博", "远", "明", "华", "鼎", "瀚",
    "凌", "宏", "安", "新", "元", "澜", "沐", "辰", "曜", "朗", "盛", "卓", "誉", "晟",
    "屿", "沧", "翼", "弘", "见", "观", "若", "青", "墨", "知", "映", "泽"};
static const char *const seconds[] = {
    "河", "帆", "图", "川", "拓", "芯", "联", "信", "达", "维", "程", "谷", "源", "境",
    "驰", "研", "创", "域", "微", "洋", "光", "科", "纪", "野", "峰", "舟", "行", "未",
    "翔", "数", "象", "屏", "言", "序", "界", "衡", "跃", "桥", "岸", "林"};
/* Names people really have, and that fonts and encodings really trip over. */
static const char *const rare[] = {"𠮷祥", "㐂乐", "堃腾", "翀云", "赟达",
                                   "犇拓", "喆思", "淼通", "龘象", "玥衡"};
static const char *const trades[] = {
    "智算科技",     "数据服务", "人工智能科技", "机器人",   "生物医药", "软件",
    "智能制造",     "信息技术", "网络科技",     "云计算",   "影像科技", "语音技术",
    "金融科技",     "气象科技", "教育科技",     "半导体",   "量子科技", "大模型科技",
    "自动驾驶技术", "新材料",   "工业互联网",   "数字创意", "航运科技", "能源科技"};
static const char *const forms[] = {"有限公司", "有限公司",     "有限公司",
                                    "有限公司", "有限责任公司", "股份有限公司"};
static const char *const latin_firsts[] = {
    "Nova",        "Tensor", "Harbour", "Blue Crane", "Lumen",  "Quanta",
    "Delta River", "Aster",  "Kepler",  "Orchid",     "Vector", "Northwind",
    "Pearl",       "Cobalt", "Silkway", "Mira"};
static const char *const latin_seconds[] = {"Robotics", "Compute", "Vision",    "Labs",
                                            "Biotech",  "Systems", "Analytics", "Speech",
                                            "Mobility", "Imaging", "Semantics", "Energy"};
static const char *const surnames[] = {
    "王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱",
    "胡", "郭", "何", "林", "高", "罗", "郑", "梁", "谢", "宋", "唐", "许", "邓", "冯",
    "韩", "曹", "曾", "彭", "萧", "蔡", "潘", "田", "董", "袁", "于", "余"};
static const char *const given[] = {
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟",
    "涛", "明", "超", "秀", "霞", "平", "刚", "桂", "文", "辉", "玲", "华", "建", "国",
    "晨", "宇", "轩", "涵", "怡", "雯", "博", "昊", "然", "嘉", "欣", "𠮷", "堃", "喆"};

const struct ch_demo_accelerator ch_demo_accelerators[] = {
    {"h800", 1180, 700},       {"h20", 780, 400},         {"a800", 620, 400},
    {"h100", 1284, 700},       {"ascend-910b", 640, 400}, {"ascend-910c", 960, 650},
    {"kunlun-p800", 560, 350}, {"mlu590", 540, 350},      {"dcu-k100", 480, 350},
    {"gpu-l40s", 420, 350},
};
const int ch_demo_accelerator_count = (int)COUNT_OF(ch_demo_accelerators);

const char *const ch_demo_purposes[] = {
    "medical imaging foundation model, pre-training",
    "港口调度大模型训练与推理",
    "speech recognition for Wu dialects",
    "药物分子生成模型训练",
    "autonomous driving, sensor fusion fine-tuning",
    "工业质检视觉模型微调",
    "weather now-casting for the lower Yangtze",
    "法律文书大模型持续预训练",
    "protein structure prediction",
    "具身智能机器人仿真训练",
    "multilingual customer-service model",
    "芯片版图生成与验证",
    "materials screening for solid-state batteries",
    "视频生成模型训练",
    "education tutor model, evaluation",
    "城市交通流预测",
};
const int ch_demo_purpose_count = (int)COUNT_OF(ch_demo_purposes);

/* The index sits in four characters of the code, so that two are never the same. */
static void make_code(const char *prefix, const char *code6, int index, int salt,
                      char out[CH_CODE_MAX])
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    snprintf(out, CH_CODE_MAX, "%s%sMA1", prefix, code6);
    size_t at = strlen(out);
    for (int i = 0; i < 4; i++, index /= 31) {
        out[at++] = alphabet[(index + salt * (i + 3)) % 31];
    }
    out[at++] = alphabet[salt % 31];
    out[at++] = alphabet[salt / 31 % 31];
    out[at] = credit_code_check(out);
    out[at + 1] = '\0';
}

static const struct place *pick_place(struct ch_demo_rng *rng, int city)
{
    int count = 0, first = 0;
    for (int i = 0; i < (int)COUNT_OF(places); i++) {
        if ((int)places[i].city == city) {
            first = count++ ? first : i;
        }
    }
    return &places[first + (int)ch_demo_below(rng, count)];
}

static void name_it(struct ch_demo_rng *rng, const struct ch_demo_org *org,
                    const struct place *place, const char *person, char *out, size_t size)
{
    const char *where = place->words[ch_demo_below(rng, 4)];
    char style[32];
    if (ch_demo_chance(rng, 3)) {
        snprintf(style, sizeof style, "%s", PICK(rng, rare));
    } else {
        const char *first = PICK(rng, firsts);
        snprintf(style, sizeof style, "%s%s", first, PICK(rng, seconds));
    }
    const char *trade = PICK(rng, trades);
    if (org->kind == CH_DEMO_INSTITUTE) {
        snprintf(out, size, "%s%s%s研究院", where, style, trade);
    } else if (org->kind == CH_DEMO_UNIVERSITY) {
        snprintf(out, size, "%s%s大学", where, style);
    } else if (org->kind == CH_DEMO_PERSON) {
        snprintf(out, size, "%s算法工作室（个体工商户）", person);
    } else if (ch_demo_chance(rng, 5)) {
        const char *first = PICK(rng, latin_firsts);
        snprintf(out, size, "%s %s (%s) Co., Ltd.", first, PICK(rng, latin_seconds),
                 org->city == CH_DEMO_SHENZHEN  ? "Shenzhen"
                 : org->city == CH_DEMO_BEIJING ? "Beijing"
                                                : "Shanghai");
    } else {
        snprintf(out, size, "%s%s%s%s", where, style, trade, PICK(rng, forms));
    }
}

void ch_demo_name_org(struct ch_demo_rng *rng, int index, const struct ch_demo_org *org,
                      struct ch_demo_named *out)
{
    const struct place *place = pick_place(rng, org->city);
    const char *surname = PICK(rng, surnames), *one = PICK(rng, given);
    snprintf(out->person, sizeof out->person, "%s%s%s", surname, one,
             ch_demo_chance(rng, 60) ? PICK(rng, given) : "");
    out->region = place->region;
    snprintf(out->address, sizeof out->address, "%s%s%d号%d室", place->region,
             place->street, index / 40 + 1, 101 + index % 40);
    snprintf(out->phone, sizeof out->phone, "%s-6%07d", place->dial, index * 7 + 1034);
    snprintf(out->account, sizeof out->account, "6222%06d%08d", 100200 + index % 90,
             index * 13 + 77);
    make_code(org->kind == CH_DEMO_FIRM     ? "91"
              : org->kind == CH_DEMO_PERSON ? "92"
                                            : "12",
              place->code6, index, (int)ch_demo_below(rng, 900), out->code);
    name_it(rng, org, place, out->person, out->name, sizeof out->name);
}

void ch_demo_name_provider(int index, struct ch_demo_named *out)
{
    const struct ch_demo_provider *p = &ch_demo_providers[index];
    snprintf(out->name, sizeof out->name, "%s", p->name);
    snprintf(out->person, sizeof out->person, "%s", p->person);
    snprintf(out->address, sizeof out->address, "%s", p->address);
    snprintf(out->phone, sizeof out->phone, "%s", p->phone);
    snprintf(out->account, sizeof out->account, "6228%014d", 4400 + index);
    out->region = p->region;
    make_code("91", p->code6, index, 901 + index, out->code);
}
