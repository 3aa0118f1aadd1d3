<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
    <context>
        <name>Actions</name>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>Nothing is running.</source>
            <translation>当前没有正在运行的任务。</translation>
        </message>
        <message>
            <source>Open a network first.</source>
            <translation>请先打开一个网络。</translation>
        </message>
        <message>
            <source>There is nothing to redo.</source>
            <translation>没有可重做的操作。</translation>
        </message>
        <message>
            <source>There is nothing to undo.</source>
            <translation>没有可撤销的操作。</translation>
        </message>
    </context>
    <context>
        <name>ArgumentEditing</name>
        <message>
            <source>{} Enter applies.</source>
            <translation>{} 按 Enter 应用。</translation>
        </message>
    </context>
    <context>
        <name>ArgumentField</name>
        <message>
            <source>Takes {}</source>
            <translation>取值：{}</translation>
        </message>
    </context>
    <context>
        <name>BookmarkMenu</name>
        <message>
            <source>Bookmark {}</source>
            <translation>书签 {}</translation>
        </message>
        <message>
            <source>Go to a boo&amp;kmark</source>
            <translation>转到书签(&amp;K)</translation>
        </message>
        <message>
            <source>Set a &amp;bookmark</source>
            <translation>设置书签(&amp;B)</translation>
        </message>
        <message>
            <source>This bookmark is not set.</source>
            <translation>此书签尚未设置。</translation>
        </message>
    </context>
    <context>
        <name>Breadcrumbs</name>
        <message>
            <source>Modules inside</source>
            <translation>内部模块</translation>
        </message>
        <message>
            <source>Other modules here</source>
            <translation>此处的其他模块</translation>
        </message>
        <message>
            <source>Path of the selection</source>
            <translation>选中项路径</translation>
        </message>
    </context>
    <context>
        <name>CalibrationForm</name>
        <message>
            <source>Calibration images</source>
            <translation>校准图片</translation>
        </message>
        <message>
            <source>Clips where clipping and rounding together cost least.</source>
            <translation>在截断误差与舍入误差之和最小处截断。</translation>
        </message>
        <message>
            <source>Images</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>KL divergence</source>
            <translation>KL 散度</translation>
        </message>
        <message>
            <source>Keeps every value; one outlier widens the whole grid.</source>
            <translation>保留全部数值；一个离群值就会拉宽整个量化区间。</translation>
        </message>
        <message>
            <source>Keeps the distribution of values as it is.</source>
            <translation>尽量保持数值的原有分布。</translation>
        </message>
        <message>
            <source>Least squared error</source>
            <translation>最小均方误差</translation>
        </message>
        <message>
            <source>Leaves out the rarest values at both ends.</source>
            <translation>舍去两端最稀少的数值。</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>方法</translation>
        </message>
        <message>
            <source>Min–max</source>
            <translation>最小–最大值</translation>
        </message>
        <message>
            <source>No images in {}.</source>
            <translation>{} 中没有图片。</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>Number of images</source>
            <translation>图片数量</translation>
        </message>
        <message>
            <source>Percentile</source>
            <translation>百分位</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>folder of images</source>
            <translation>图片文件夹</translation>
        </message>
        <message>
            <source>{used} of {found} images</source>
            <translation>使用 {used} 张，共 {found} 张图片</translation>
        </message>
    </context>
    <context>
        <name>CalibrationPanel</name>
        <message>
            <source>1 range is stretched by a few huge values (marked in the table).</source>
            <translation>有 1 个量化范围被少数极大值拉宽（已在表中标出）。</translation>
        </message>
        <message>
            <source>Calibrate</source>
            <translation>校准</translation>
        </message>
        <message>
            <source>Calibration</source>
            <translation>校准</translation>
        </message>
        <message>
            <source>Choose a folder of images at the left: one pass over them measures the range of every tensor.</source>
            <translation>请在左侧选择图片文件夹：遍历一遍图片即可统计每个张量的数值范围。</translation>
        </message>
        <message>
            <source>Choose a folder of images first.</source>
            <translation>请先选择图片文件夹。</translation>
        </message>
        <message>
            <source>Measured tensors</source>
            <translation>已统计的张量</translation>
        </message>
        <message>
            <source>Preprocessing</source>
            <translation>预处理</translation>
        </message>
        <message>
            <source>Press Calibrate to measure the range of every tensor.</source>
            <translation>点击“校准”，统计每个张量的数值范围。</translation>
        </message>
        <message>
            <source>The network also takes {}; put the values beside each image: for 0001.png arrays of these names in 0001.npz, or 0001.{}.npy.</source>
            <translation>网络还需要输入 {}；请将其数值放在每张图像旁：对于 0001.png，放入 0001.npz 中的同名数组，或 0001.{}.npy。</translation>
        </message>
        <message>
            <source>The network changed since these ranges were measured.</source>
            <translation>统计这些范围之后网络已改动。</translation>
        </message>
        <message>
            <source>This folder holds no images; choose another.</source>
            <translation>该文件夹中没有图片，请另选。</translation>
        </message>
        <message>
            <source>{} images</source>
            <translation>{} 张图片</translation>
        </message>
        <message>
            <source>{} ranges are stretched by a few huge values (marked in the table).</source>
            <translation>有 {} 个量化范围被少数极大值拉宽（已在表中标出）。</translation>
        </message>
        <message>
            <source>{} tensors</source>
            <translation>{} 个张量</translation>
        </message>
        <message>
            <source>{} × float</source>
            <translation>耗时为浮点推理的 {} 倍</translation>
        </message>
    </context>
    <context>
        <name>CanvasMenu</name>
        <message>
            <source>Canvas</source>
            <translation>画布</translation>
        </message>
    </context>
    <context>
        <name>ClassTable</name>
        <message>
            <source>Class</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>Overlap per class</source>
            <translation>逐类 IoU</translation>
        </message>
        <message>
            <source>float</source>
            <translation>浮点</translation>
        </message>
        <message>
            <source>int8</source>
            <translation>int8</translation>
        </message>
    </context>
    <context>
        <name>CodeDiff</name>
        <message>
            <source>Difference of the code</source>
            <translation>代码差异</translation>
        </message>
        <message>
            <source>The code of the two is the same.</source>
            <translation>两者的代码相同。</translation>
        </message>
    </context>
    <context>
        <name>CodeSides</name>
        <message>
            <source>Code after</source>
            <translation>之后的代码</translation>
        </message>
        <message>
            <source>Code before</source>
            <translation>之前的代码</translation>
        </message>
    </context>
    <context>
        <name>ColourButton</name>
        <message>
            <source>Colour of the nodes</source>
            <translation>节点颜色</translation>
        </message>
        <message>
            <source>Colour of the nodes: {what}</source>
            <translation>节点着色依据：{what}</translation>
        </message>
        <message>
            <source>Colour: {what} ▾</source>
            <translation>着色：{what} ▾</translation>
        </message>
        <message>
            <source>activation memory</source>
            <translation>激活内存</translation>
        </message>
        <message>
            <source>cost (MACs)</source>
            <translation>计算量 (MAC)</translation>
        </message>
        <message>
            <source>op family</source>
            <translation>算子类别</translation>
        </message>
        <message>
            <source>parameters</source>
            <translation>参数量</translation>
        </message>
        <message>
            <source>severity</source>
            <translation>严重程度</translation>
        </message>
    </context>
    <context>
        <name>CommandPalette</name>
        <message>
            <source>A command, node, module, problem or target…</source>
            <translation>命令、节点、模块、问题或目标平台…</translation>
        </message>
        <message>
            <source>Commands</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Commands and places</source>
            <translation>命令与位置</translation>
        </message>
        <message>
            <source>Nothing fits these words.</source>
            <translation>没有匹配的结果。</translation>
        </message>
        <message>
            <source>Search commands and places</source>
            <translation>搜索命令与位置</translation>
        </message>
    </context>
    <context>
        <name>ComparisonForm</name>
        <message>
            <source>Classes are judged by how often they agree; values, such as a detector's boxes, features or distances, by their noise</source>
            <translation>类别按一致的比例评判；数值（如检测框、特征或距离）按噪声评判</translation>
        </message>
        <message>
            <source>How logits grow to the size of the label; one way for every pane</source>
            <translation>logits 放大到标签尺寸的方式；各窗格统一</translation>
        </message>
        <message>
            <source>Images</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Number</source>
            <translation>数量</translation>
        </message>
        <message>
            <source>Number of images</source>
            <translation>图片数量</translation>
        </message>
        <message>
            <source>Outputs are</source>
            <translation>输出为</translation>
        </message>
        <message>
            <source>Resize</source>
            <translation>上采样</translation>
        </message>
        <message>
            <source>aligned corners</source>
            <translation>角点对齐</translation>
        </message>
        <message>
            <source>all</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>as their form suggests</source>
            <translation>按形状判断</translation>
        </message>
        <message>
            <source>classes</source>
            <translation>类别</translation>
        </message>
        <message>
            <source>folder of images</source>
            <translation>图片文件夹</translation>
        </message>
        <message>
            <source>optional</source>
            <translation>可选</translation>
        </message>
        <message>
            <source>pixel centres</source>
            <translation>像素中心对齐</translation>
        </message>
        <message>
            <source>values</source>
            <translation>数值</translation>
        </message>
    </context>
    <context>
        <name>ComparisonPanel</name>
        <message>
            <source>1 image</source>
            <translation>1 张图片</translation>
        </message>
        <message>
            <source>Calibrated</source>
            <translation>校准（伪量化）</translation>
        </message>
        <message>
            <source>Choose a folder of images at the right to see the float, calibrated and quantized results beside each other.</source>
            <translation>请在右侧选择图片文件夹，并排查看浮点、校准与量化结果。</translation>
        </message>
        <message>
            <source>Choose a folder of images first.</source>
            <translation>请先选择图片文件夹。</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>Compared images, worst first</source>
            <translation>已对比的图片，差异大的在前</translation>
        </message>
        <message>
            <source>Float</source>
            <translation>浮点</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Press Compare to run the three networks on your images.</source>
            <translation>点击“对比”，在图片上运行三个网络。</translation>
        </message>
        <message>
            <source>Quantized</source>
            <translation>量化</translation>
        </message>
        <message>
            <source>The network or its ranges changed since this comparison.</source>
            <translation>此次对比之后，网络或其量化范围已改动。</translation>
        </message>
        <message>
            <source>The outputs are no picture of classes; the figures compare their values.</source>
            <translation>输出不是类别图；这些数字比较的是输出数值。</translation>
        </message>
        <message>
            <source>Worst first · {}</source>
            <translation>差异大的在前 · {}</translation>
        </message>
        <message>
            <source>mIoU {}</source>
            <translation>mIoU {}</translation>
        </message>
        <message>
            <source>not labelled</source>
            <translation>无标签</translation>
        </message>
        <message>
            <source>{} images</source>
            <translation>{} 张图片</translation>
        </message>
    </context>
    <context>
        <name>ComparisonSummary</name>
        <message>
            <source>1 class falls &gt; 0.01</source>
            <translation>1 个类别下降 &gt; 0.01</translation>
        </message>
        <message>
            <source>Agreement with float</source>
            <translation>与浮点的一致率</translation>
        </message>
        <message>
            <source>Choose a folder of labels to see the overlap of each class. If the outputs are boxes or features, say below that they are values.</source>
            <translation>选择标签文件夹即可查看逐类 IoU。如果输出是检测框或特征，请在下方选择“数值”。</translation>
        </message>
        <message>
            <source>Figures appear here after the first comparison.</source>
            <translation>首次对比之后，结果数据显示在此处。</translation>
        </message>
        <message>
            <source>Signal to noise, against float</source>
            <translation>相对浮点结果的信噪比</translation>
        </message>
        <message>
            <source>The outputs are values, such as boxes, and not classes.</source>
            <translation>输出是数值（例如边框），而不是类别。</translation>
        </message>
        <message>
            <source>each output: {} dB</source>
            <translation>各输出：{} dB</translation>
        </message>
        <message>
            <source>logits {} dB</source>
            <translation>logits {} dB</translation>
        </message>
        <message>
            <source>no class falls &gt; 0.01</source>
            <translation>无类别下降 &gt; 0.01</translation>
        </message>
        <message>
            <source>{} classes fall &gt; 0.01</source>
            <translation>{} 个类别下降 &gt; 0.01</translation>
        </message>
    </context>
    <context>
        <name>CompilePanel</name>
        <message>
            <source>Choose a toolchain first.</source>
            <translation>请先选择工具链。</translation>
        </message>
        <message>
            <source>Choose an output folder first.</source>
            <translation>请先选择输出文件夹。</translation>
        </message>
        <message>
            <source>Choose where the files go</source>
            <translation>选择文件存放位置</translation>
        </message>
        <message>
            <source>Compile</source>
            <translation>编译</translation>
        </message>
        <message>
            <source>Open a network to see which compilers answer.</source>
            <translation>打开网络后即可查看可用的编译器。</translation>
        </message>
        <message>
            <source>Output folder</source>
            <translation>输出文件夹</translation>
        </message>
        <message>
            <source>Toolchain</source>
            <translation>工具链</translation>
        </message>
    </context>
    <context>
        <name>CompileResultView</name>
        <message>
            <source>Every operation runs in integers.</source>
            <translation>所有算子均以整数运行。</translation>
        </message>
        <message>
            <source>Files</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Latency on this machine</source>
            <translation>本机延时</translation>
        </message>
        <message>
            <source>Not in integers ({})</source>
            <translation>未以整数运行（{}）</translation>
        </message>
        <message>
            <source>Open folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>Open report</source>
            <translation>打开报告</translation>
        </message>
        <message>
            <source>Result</source>
            <translation>结果</translation>
        </message>
        <message>
            <source>Self-check failed: {count} of {values} values differ. {first}</source>
            <translation>自检未通过：{values} 个数值中有 {count} 个不一致。{first}</translation>
        </message>
        <message>
            <source>Self-check passed: {values} values of {images} images are equal bit for bit, once {rounded} values that float operations compute inside the network are taken on the next integer, as ONNX Runtime rounds them: the last digits of float numbers differ from one runtime to the next.</source>
            <translation>自检通过：{images} 张图片的 {values} 个数值逐位一致；其中，网络内部由浮点算子计算的 {rounded} 个数值按 ONNX Runtime 的舍入取相邻整数，因为不同运行时的浮点数末位会有差异。</translation>
        </message>
        <message>
            <source>Self-check passed: {values} values of {images} images are equal bit for bit.</source>
            <translation>自检通过：{images} 张图片的 {values} 个数值逐位一致。</translation>
        </message>
        <message>
            <source>The compiled files will be listed here, with a check that the runtime gives the same integers as the studio, and the measured speed.</source>
            <translation>编译产物将列在此处，并附运行时与本程序整数结果的一致性检查及实测速度。</translation>
        </message>
        <message>
            <source>The network or its ranges have changed since.</source>
            <translation>此后网络或其量化范围已改动。</translation>
        </message>
        <message>
            <source>float</source>
            <translation>浮点</translation>
        </message>
    </context>
    <context>
        <name>CoverageModel</name>
        <message>
            <source>Estimate</source>
            <translation>预估延时</translation>
        </message>
        <message>
            <source>Estimated time of one pass, from peak figures of the chip; ≥ where its memory bandwidth is not published</source>
            <translation>单次推理的预估耗时，按芯片峰值指标计算；未公布内存带宽的标 ≥</translation>
        </message>
        <message>
            <source>In float</source>
            <translation>浮点</translation>
        </message>
        <message>
            <source>MACs on chip</source>
            <translation>芯片上 MAC</translation>
        </message>
        <message>
            <source>Multiply-accumulates on the accelerator, once all is rewritten</source>
            <translation>全部改写后在加速器上执行的 MAC 占比</translation>
        </message>
        <message>
            <source>Ops</source>
            <translation>算子</translation>
        </message>
        <message>
            <source>Ops that do not run</source>
            <translation>无法运行的算子</translation>
        </message>
        <message>
            <source>Ops that run after an exact rewrite</source>
            <translation>精确改写后可运行的算子</translation>
        </message>
        <message>
            <source>Ops that run as they are</source>
            <translation>可直接运行的算子</translation>
        </message>
        <message>
            <source>Ops that run, are rewritten, stay in float, are refused</source>
            <translation>可运行、需改写、保持浮点、不支持的算子</translation>
        </message>
        <message>
            <source>Ops that run, but unquantized</source>
            <translation>可运行但未量化的算子</translation>
        </message>
        <message>
            <source>Refused</source>
            <translation>不支持</translation>
        </message>
        <message>
            <source>Rewritten</source>
            <translation>需改写</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>可运行</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>目标平台</translation>
        </message>
    </context>
    <context>
        <name>CoverageView</name>
        <message>
            <source>Targets compared</source>
            <translation>目标平台对比</translation>
        </message>
    </context>
    <context>
        <name>Crash</name>
        <message>
            <source>Copy details</source>
            <translation>复制详情</translation>
        </message>
        <message>
            <source>NPU Studio</source>
            <translation>NPU Studio</translation>
        </message>
        <message>
            <source>The log is in {}.</source>
            <translation>日志位于 {}。</translation>
        </message>
        <message>
            <source>This is a bug in NPU Studio. Your project is kept and you can go on; please report the details.</source>
            <translation>这是 NPU Studio 的程序缺陷。工程未受影响，可以继续使用；请反馈详情。</translation>
        </message>
    </context>
    <context>
        <name>Dialogs</name>
        <message>
            <source>About NPU Studio</source>
            <translation>关于 NPU Studio</translation>
        </message>
        <message>
            <source>Open project</source>
            <translation>打开工程</translation>
        </message>
        <message>
            <source>Projects (*.json)</source>
            <translation>工程 (*.json)</translation>
        </message>
        <message>
            <source>Save project</source>
            <translation>保存工程</translation>
        </message>
        <message>
            <source>Takes trained PyTorch networks to NPUs. Apache License 2.0.</source>
            <translation>将训练好的 PyTorch 网络部署到 NPU。Apache License 2.0 许可。</translation>
        </message>
        <message>
            <source>This network was opened without a checkpoint.</source>
            <translation>打开该网络时未加载检查点。</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>{} is not there any more: where is it now?</source>
            <translation>{} 已不在原处：现在在哪里？</translation>
        </message>
    </context>
    <context>
        <name>DifferencePage</name>
        <message>
            <source>As one graph</source>
            <translation>合并为一图</translation>
        </message>
        <message>
            <source>Both states as one graph</source>
            <translation>两个状态合并为一张图</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Copy the code</source>
            <translation>复制代码</translation>
        </message>
        <message>
            <source>In two columns</source>
            <translation>分两栏</translation>
        </message>
        <message>
            <source>Side by side</source>
            <translation>并排</translation>
        </message>
        <message>
            <source>State after</source>
            <translation>修改后的状态</translation>
        </message>
        <message>
            <source>State before</source>
            <translation>修改前的状态</translation>
        </message>
    </context>
    <context>
        <name>DifferencesPanel</name>
        <message>
            <source>Added</source>
            <translation>新增</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>改动</translation>
        </message>
        <message>
            <source>Changed nodes</source>
            <translation>有改动的节点</translation>
        </message>
        <message>
            <source>Differences</source>
            <translation>差异</translation>
        </message>
        <message>
            <source>Filter nodes…</source>
            <translation>筛选节点…</translation>
        </message>
        <message>
            <source>Filter the changed nodes</source>
            <translation>筛选有改动的节点</translation>
        </message>
        <message>
            <source>Removed</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Renamed</source>
            <translation>改名</translation>
        </message>
        <message>
            <source>other weights</source>
            <translation>权重不同</translation>
        </message>
    </context>
    <context>
        <name>Edit</name>
        <message>
            <source>Append {tail} to output {output}</source>
            <translation>在输出 {output} 末端追加 {tail}</translation>
        </message>
        <message>
            <source>Bypass {}</source>
            <translation>旁路 {}</translation>
        </message>
        <message>
            <source>Bypass {} together</source>
            <translation>一并旁路 {}</translation>
        </message>
        <message>
            <source>Change nothing</source>
            <translation>无改动</translation>
        </message>
        <message>
            <source>Compute the constants of {}</source>
            <translation>预先计算 {} 之前的常量</translation>
        </message>
        <message>
            <source>Delete the branch of {}</source>
            <translation>删除 {} 所在分支</translation>
        </message>
        <message>
            <source>Fix</source>
            <translation>修复</translation>
        </message>
        <message>
            <source>Fix all for {}</source>
            <translation>针对 {} 全部修复</translation>
        </message>
        <message>
            <source>Fold all batch norms</source>
            <translation>折叠全部批归一化</translation>
        </message>
        <message>
            <source>Insert</source>
            <translation>插入</translation>
        </message>
        <message>
            <source>Insert quant and dequant stubs</source>
            <translation>插入量化与反量化节点</translation>
        </message>
        <message>
            <source>Insert {op} after {node}</source>
            <translation>在 {node} 之后插入 {op}</translation>
        </message>
        <message>
            <source>Leave what follows the predictions to the host</source>
            <translation>将预测之后的部分留给主机</translation>
        </message>
        <message>
            <source>Merge all parallel branches</source>
            <translation>合并全部并行分支</translation>
        </message>
        <message>
            <source>Remove quant and dequant stubs</source>
            <translation>移除量化与反量化节点</translation>
        </message>
        <message>
            <source>Remove the tail of output {}</source>
            <translation>移除输出 {} 的末端算子</translation>
        </message>
        <message>
            <source>Rename {node} to {name}</source>
            <translation>将 {node} 重命名为 {name}</translation>
        </message>
        <message>
            <source>Return {}</source>
            <translation>输出改为 {}</translation>
        </message>
        <message>
            <source>Set</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>resize ×{}</source>
            <translation>上采样 ×{}</translation>
        </message>
        <message>
            <source>{count} inputs read {source}</source>
            <translation>{count} 个输入读取 {source}</translation>
        </message>
        <message>
            <source>{edit} and {count} more</source>
            <translation>{edit} 等（另有 {count} 处）</translation>
        </message>
        <message>
            <source>{rule} at {node}</source>
            <translation>{rule}：{node}</translation>
        </message>
        <message>
            <source>{rule} everywhere</source>
            <translation>{rule}：全部</translation>
        </message>
        <message>
            <source>{slot} of {node} reads {source}</source>
            <translation>{node} 的 {slot} 改为读取 {source}</translation>
        </message>
        <message>
            <source>{}: range from calibration</source>
            <translation>{}：范围由校准决定</translation>
        </message>
    </context>
    <context>
        <name>EditDialog</name>
        <message>
            <source>Apply</source>
            <translation>应用</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Measuring…</source>
            <translation>测量中…</translation>
        </message>
    </context>
    <context>
        <name>EditDialogs</name>
        <message>
            <source>Append a resize or argmax</source>
            <translation>追加上采样或 argmax</translation>
        </message>
        <message>
            <source>At all {} like this</source>
            <translation>全部 {} 处同类位置</translation>
        </message>
        <message>
            <source>Insert an op after {}</source>
            <translation>在 {} 之后插入算子</translation>
        </message>
        <message>
            <source>Range of {}</source>
            <translation>{} 的量化范围</translation>
        </message>
        <message>
            <source>Range of {} nodes</source>
            <translation>{} 个节点的量化范围</translation>
        </message>
        <message>
            <source>Rename {}</source>
            <translation>重命名 {}</translation>
        </message>
        <message>
            <source>What {} reads</source>
            <translation>{} 的输入来源</translation>
        </message>
    </context>
    <context>
        <name>EditNotices</name>
        <message>
            <source>errors left: {}, which no rewrite clears</source>
            <translation>剩余 {} 个错误，没有改写能清除</translation>
        </message>
        <message>
            <source>errors left: {}, whose fixes change results</source>
            <translation>剩余 {} 个错误，其修复会改变结果</translation>
        </message>
        <message>
            <source>measuring the outputs…</source>
            <translation>正在测量输出…</translation>
        </message>
        <message>
            <source>{count} rewritten ({kinds})</source>
            <translation>已改写 {count} 处（{kinds}）</translation>
        </message>
    </context>
    <context>
        <name>Editing</name>
        <message>
            <source>Nothing to fix: no problem has a fix that keeps results.</source>
            <translation>没有可修复的：所有修复都会改变结果。</translation>
        </message>
    </context>
    <context>
        <name>Engine</name>
        <message>
            <source>Advice</source>
            <translation>建议</translation>
        </message>
        <message>
            <source>Aligned corners</source>
            <translation>角点对齐</translation>
        </message>
        <message>
            <source>Averages that count padding</source>
            <translation>计入填充的平均池化</translation>
        </message>
        <message>
            <source>Averages with a divisor of their own</source>
            <translation>自定义除数的平均池化</translation>
        </message>
        <message>
            <source>Axes</source>
            <translation>轴</translation>
        </message>
        <message>
            <source>Batch norms that are not folded</source>
            <translation>未折叠的批归一化</translation>
        </message>
        <message>
            <source>Batch size</source>
            <translation>批大小</translation>
        </message>
        <message>
            <source>Broadcasting along the batch</source>
            <translation>沿批维广播</translation>
        </message>
        <message>
            <source>Broadcasting of both sides</source>
            <translation>两侧同时广播</translation>
        </message>
        <message>
            <source>Channels that are padded</source>
            <translation>需补齐的通道</translation>
        </message>
        <message>
            <source>Code that could not be traced</source>
            <translation>无法追踪的代码</translation>
        </message>
        <message>
            <source>Constant operand</source>
            <translation>常量操作数</translation>
        </message>
        <message>
            <source>Constants without a stub</source>
            <translation>缺少量化节点的常量</translation>
        </message>
        <message>
            <source>Decoding that int8 is too coarse for</source>
            <translation>int8 精度不足的解码</translation>
        </message>
        <message>
            <source>Divisible sizes</source>
            <translation>尺寸须整除</translation>
        </message>
        <message>
            <source>Documented in: {}</source>
            <translation>依据：{}</translation>
        </message>
        <message>
            <source>Doubled stubs</source>
            <translation>重复的量化/反量化节点</translation>
        </message>
        <message>
            <source>Dropped dimensions</source>
            <translation>丢弃的维度</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Exact GELU</source>
            <translation>精确 GELU</translation>
        </message>
        <message>
            <source>Fewest dimensions of an input</source>
            <translation>输入的最少维数</translation>
        </message>
        <message>
            <source>Fewest inputs</source>
            <translation>最少输入数</translation>
        </message>
        <message>
            <source>Floats in the middle</source>
            <translation>网络中间的浮点值</translation>
        </message>
        <message>
            <source>Hint</source>
            <translation>提示</translation>
        </message>
        <message>
            <source>Including what was there</source>
            <translation>包含原有值</translation>
        </message>
        <message>
            <source>Indices</source>
            <translation>索引</translation>
        </message>
        <message>
            <source>Interpolation</source>
            <translation>插值方式</translation>
        </message>
        <message>
            <source>Kernel against the stride</source>
            <translation>卷积核与步幅的关系</translation>
        </message>
        <message>
            <source>Largest dilation</source>
            <translation>最大空洞率</translation>
        </message>
        <message>
            <source>Largest first</source>
            <translation>最大值在前</translation>
        </message>
        <message>
            <source>Largest height or width</source>
            <translation>最大高或宽</translation>
        </message>
        <message>
            <source>Largest kernel</source>
            <translation>最大卷积核</translation>
        </message>
        <message>
            <source>Largest output padding</source>
            <translation>最大输出填充</translation>
        </message>
        <message>
            <source>Largest padding</source>
            <translation>最大填充</translation>
        </message>
        <message>
            <source>Largest resize factor</source>
            <translation>最大缩放倍数</translation>
        </message>
        <message>
            <source>Largest side</source>
            <translation>最大边长</translation>
        </message>
        <message>
            <source>Largest stride</source>
            <translation>最大步幅</translation>
        </message>
        <message>
            <source>Lines that one input decided</source>
            <translation>由单个输入决定的代码行</translation>
        </message>
        <message>
            <source>Masks that are computed</source>
            <translation>由网络计算的掩码</translation>
        </message>
        <message>
            <source>Modes of padding</source>
            <translation>填充方式</translation>
        </message>
        <message>
            <source>Most inputs</source>
            <translation>最多输入数</translation>
        </message>
        <message>
            <source>Moving the batch axis</source>
            <translation>移动批维</translation>
        </message>
        <message>
            <source>Number as the exponent</source>
            <translation>以数值为指数</translation>
        </message>
        <message>
            <source>Number of axes</source>
            <translation>轴数</translation>
        </message>
        <message>
            <source>Number of channels</source>
            <translation>通道数</translation>
        </message>
        <message>
            <source>Number of channels that leave</source>
            <translation>输出的通道数</translation>
        </message>
        <message>
            <source>Number of dimensions</source>
            <translation>维数</translation>
        </message>
        <message>
            <source>Number of dimensions of an input</source>
            <translation>输入的维数</translation>
        </message>
        <message>
            <source>Number of output channels</source>
            <translation>输出通道数</translation>
        </message>
        <message>
            <source>Numbers as bounds</source>
            <translation>以数值为上下限</translation>
        </message>
        <message>
            <source>Only at an output</source>
            <translation>仅可用于输出处</translation>
        </message>
        <message>
            <source>Ops that risk accuracy</source>
            <translation>有精度风险的算子</translation>
        </message>
        <message>
            <source>Ops the chip lacks</source>
            <translation>芯片不支持的算子</translation>
        </message>
        <message>
            <source>Ops the toolchain rewrites itself</source>
            <translation>工具链自行改写的算子</translation>
        </message>
        <message>
            <source>Ops without any kernel</source>
            <translation>没有任何实现的算子</translation>
        </message>
        <message>
            <source>Order of a norm</source>
            <translation>范数的阶</translation>
        </message>
        <message>
            <source>Outputs that could stay int32</source>
            <translation>可保持 int32 的输出</translation>
        </message>
        <message>
            <source>Outputs used only in training</source>
            <translation>仅训练时使用的输出</translation>
        </message>
        <message>
            <source>Padding against the kernel</source>
            <translation>填充与卷积核的关系</translation>
        </message>
        <message>
            <source>Padding against the stride</source>
            <translation>填充与步幅的关系</translation>
        </message>
        <message>
            <source>Padding of samples</source>
            <translation>采样的填充方式</translation>
        </message>
        <message>
            <source>Parts that do not fit the chip</source>
            <translation>不适合该芯片的部分</translation>
        </message>
        <message>
            <source>Precisions the chip cannot give</source>
            <translation>芯片无法提供的精度</translation>
        </message>
        <message>
            <source>Results that only leave</source>
            <translation>结果仅可输出</translation>
        </message>
        <message>
            <source>Rewrites that are advised</source>
            <translation>建议的改写</translation>
        </message>
        <message>
            <source>Rounding of a division</source>
            <translation>除法的取整</translation>
        </message>
        <message>
            <source>Rounding sizes up</source>
            <translation>尺寸向上取整</translation>
        </message>
        <message>
            <source>Running statistics</source>
            <translation>滑动统计量</translation>
        </message>
        <message>
            <source>Same padding on all sides</source>
            <translation>四边填充相同</translation>
        </message>
        <message>
            <source>Sampling at centres</source>
            <translation>按中心采样</translation>
        </message>
        <message>
            <source>Shared modules</source>
            <translation>共享模块</translation>
        </message>
        <message>
            <source>Size of a filter</source>
            <translation>滤波器大小</translation>
        </message>
        <message>
            <source>Size of a plane</source>
            <translation>平面大小</translation>
        </message>
        <message>
            <source>Size of what is reduced</source>
            <translation>被归约部分的大小</translation>
        </message>
        <message>
            <source>Sizes instead of factors</source>
            <translation>按尺寸而非倍数</translation>
        </message>
        <message>
            <source>Smallest kernel</source>
            <translation>最小卷积核</translation>
        </message>
        <message>
            <source>Smallest stride</source>
            <translation>最小步幅</translation>
        </message>
        <message>
            <source>Squares summed in float16</source>
            <translation>在 float16 中累加的平方和</translation>
        </message>
        <message>
            <source>Stride of dilated windows</source>
            <translation>空洞窗口的步幅</translation>
        </message>
        <message>
            <source>Stubs</source>
            <translation>量化/反量化节点</translation>
        </message>
        <message>
            <source>Tails left to the CPU</source>
            <translation>留给 CPU 的尾部</translation>
        </message>
        <message>
            <source>Tensor as the first operand</source>
            <translation>第一个操作数须为张量</translation>
        </message>
        <message>
            <source>Types of indices</source>
            <translation>索引的类型</translation>
        </message>
        <message>
            <source>Types of two operands</source>
            <translation>两个操作数的类型</translation>
        </message>
        <message>
            <source>Types of values</source>
            <translation>数值的类型</translation>
        </message>
        <message>
            <source>Value ranges that int8 holds badly</source>
            <translation>int8 难以表示的数值范围</translation>
        </message>
        <message>
            <source>Values in float32</source>
            <translation>float32 数值</translation>
        </message>
        <message>
            <source>Values that are too many</source>
            <translation>数据量过大</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>警告</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
        <message>
            <source>Export</source>
            <translation>导出</translation>
        </message>
        <message>
            <source>Export the graph</source>
            <translation>导出计算图</translation>
        </message>
        <message>
            <source>Exporting</source>
            <translation>正在导出</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>打开文件夹</translation>
        </message>
        <message>
            <source>about {}</source>
            <translation>约 {}</translation>
        </message>
        <message>
            <source>pages: {count} ({across} across, {down} down)</source>
            <translation>页数：{count}（横 {across}，纵 {down}）</translation>
        </message>
        <message>
            <source>painted in {} bands</source>
            <translation>分 {} 条带绘制</translation>
        </message>
        <message>
            <source>scaled to {} %: no PDF page may be longer</source>
            <translation>缩放到 {} %：PDF 单页长度有上限</translation>
        </message>
        <message>
            <source>without {} that are blank</source>
            <translation>已略去 {} 张空白页</translation>
        </message>
        <message>
            <source>{} nodes</source>
            <translation>{} 个节点</translation>
        </message>
        <message>
            <source>{} × {} pixels</source>
            <translation>{} × {} 像素</translation>
        </message>
        <message>
            <source>{} × {} units</source>
            <translation>{} × {} 单位</translation>
        </message>
    </context>
    <context>
        <name>ExportForm</name>
        <message>
            <source>As shown</source>
            <translation>与显示一致</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>配色</translation>
        </message>
        <message>
            <source>DOT: for Graphviz</source>
            <translation>DOT：用于 Graphviz</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>File</source>
            <translation>文件</translation>
        </message>
        <message>
            <source>Format</source>
            <translation>格式</translation>
        </message>
        <message>
            <source>HTML: a page to move and search in, without NPU Studio</source>
            <translation>HTML：无需 NPU Studio 即可浏览和搜索的网页</translation>
        </message>
        <message>
            <source>Host code: the decoding left to the host</source>
            <translation>主机代码：留给主机的解码</translation>
        </message>
        <message>
            <source>JSON: nodes, edges and problems for programs</source>
            <translation>JSON：供程序读取的节点、边与问题</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>One page, as large as the drawing</source>
            <translation>单页，与图同大</translation>
        </message>
        <message>
            <source>Overlap</source>
            <translation>重叠</translation>
        </message>
        <message>
            <source>PDF: for printing, on one page or many</source>
            <translation>PDF：用于打印，单页或多页</translation>
        </message>
        <message>
            <source>PNG: a picture of any size</source>
            <translation>PNG：任意尺寸的图片</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>页面</translation>
        </message>
        <message>
            <source>SVG: vectors, for drawing programs and papers</source>
            <translation>SVG：矢量图，用于绘图软件和论文</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>比例</translation>
        </message>
        <message>
            <source>Sheets of A3</source>
            <translation>A3 纸</translation>
        </message>
        <message>
            <source>Sheets of A4</source>
            <translation>A4 纸</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>The selection</source>
            <translation>所选节点</translation>
        </message>
        <message>
            <source>The whole graph, all modules open</source>
            <translation>整个图，全部模块展开</translation>
        </message>
        <message>
            <source>The whole graph, modules as they are</source>
            <translation>整个图，模块保持现状</translation>
        </message>
        <message>
            <source>Transparent background</source>
            <translation>透明背景</translation>
        </message>
        <message>
            <source>What</source>
            <translation>内容</translation>
        </message>
        <message>
            <source>What the view shows</source>
            <translation>视图中所见</translation>
        </message>
        <message>
            <source>Width</source>
            <translation>宽度</translation>
        </message>
        <message>
            <source>fx code: the nodes as PyTorch</source>
            <translation>fx 代码：以 PyTorch 表示节点</translation>
        </message>
        <message>
            <source>or width</source>
            <translation>或宽度</translation>
        </message>
        <message>
            <source>sharing</source>
            <translation>重叠</translation>
        </message>
    </context>
    <context>
        <name>ExportRules</name>
        <message>
            <source>A page has the graph with all modules open anyway.</source>
            <translation>网页总是包含全部模块展开的图。</translation>
        </message>
        <message>
            <source>A page is light or dark as its reader is.</source>
            <translation>网页的深浅随阅读者的系统而定。</translation>
        </message>
        <message>
            <source>Another task has the network; wait for it or cancel it.</source>
            <translation>另一任务正在使用该网络；请等待或取消它。</translation>
        </message>
        <message>
            <source>Below {} % the background is painted.</source>
            <translation>低于 {} % 时只绘制背景。</translation>
        </message>
        <message>
            <source>Choose a file first.</source>
            <translation>请先选择文件。</translation>
        </message>
        <message>
            <source>One page shares nothing with another.</source>
            <translation>单页没有重叠。</translation>
        </message>
        <message>
            <source>Only a PDF has pages.</source>
            <translation>只有 PDF 才分页。</translation>
        </message>
        <message>
            <source>Only pictures have a size.</source>
            <translation>只有图片才有尺寸。</translation>
        </message>
        <message>
            <source>Other programs paste pictures and text; choose PNG, SVG or text.</source>
            <translation>其他程序只能粘贴图片和文本；请选择 PNG、SVG 或文本格式。</translation>
        </message>
        <message>
            <source>Select nodes in the graph first.</source>
            <translation>请先在图中选择节点。</translation>
        </message>
        <message>
            <source>Text has no colours.</source>
            <translation>文本没有配色。</translation>
        </message>
        <message>
            <source>Text holds nodes, on the screen or not, and in closed modules too.</source>
            <translation>文本包含所有节点，无论是否在屏幕上，也包括折叠模块内的节点。</translation>
        </message>
        <message>
            <source>The host decodes all that the graph predicts.</source>
            <translation>主机对图的全部预测解码。</translation>
        </message>
        <message>
            <source>There is no folder {}.</source>
            <translation>没有文件夹 {}。</translation>
        </message>
        <message>
            <source>Vectors are sharp at any size.</source>
            <translation>矢量图在任何尺寸下都清晰。</translation>
        </message>
        <message>
            <source>Who reads a page moves about in it.</source>
            <translation>网页可由阅读者自行移动和缩放。</translation>
        </message>
    </context>
    <context>
        <name>FileField</name>
        <message>
            <source>Browse for {}</source>
            <translation>浏览：{}</translation>
        </message>
        <message>
            <source>Browse…</source>
            <translation>浏览…</translation>
        </message>
    </context>
    <context>
        <name>Finding</name>
        <message>
            <source>No quantization error was measured yet; calibrate first.</source>
            <translation>尚未测量量化误差；请先校准。</translation>
        </message>
        <message>
            <source>There is no field {word}, only {known}</source>
            <translation>没有字段 {word}，可用的只有 {known}</translation>
        </message>
        <message>
            <source>{word} is no regular expression.</source>
            <translation>{word} 不是有效的正则表达式。</translation>
        </message>
        <message>
            <source>{word} needs a number behind it, such as {word}1k.</source>
            <translation>{word} 后面需要一个数，例如 {word}1k。</translation>
        </message>
        <message>
            <source>{word} takes too long; write it without nested repeats.</source>
            <translation>{word} 匹配耗时过长；请避免嵌套的重复。</translation>
        </message>
    </context>
    <context>
        <name>FixCard</name>
        <message>
            <source>Apply</source>
            <translation>应用</translation>
        </message>
        <message>
            <source>Apply to all {} like this</source>
            <translation>应用到全部 {} 处同类问题</translation>
        </message>
        <message>
            <source>Not here: {}</source>
            <translation>此处不适用：{}</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>预览</translation>
        </message>
    </context>
    <context>
        <name>FolderField</name>
        <message>
            <source>Browse for {}</source>
            <translation>浏览：{}</translation>
        </message>
    </context>
    <context>
        <name>GraphExport</name>
        <message>
            <source>A picture of {} × {} pixels is copied.</source>
            <translation>已复制 {} × {} 像素的图片。</translation>
        </message>
        <message>
            <source>Another task has the network; wait for it or cancel it.</source>
            <translation>另一任务正在使用该网络；请等待或取消它。</translation>
        </message>
        <message>
            <source>Cancelled; no file was written.</source>
            <translation>已取消；没有写入文件。</translation>
        </message>
        <message>
            <source>Copied {} lines.</source>
            <translation>已复制 {} 行。</translation>
        </message>
        <message>
            <source>The drawing is copied.</source>
            <translation>图已复制。</translation>
        </message>
        <message>
            <source>{} is written, {}.</source>
            <translation>已写入 {}，{}。</translation>
        </message>
    </context>
    <context>
        <name>GraphMenus</name>
        <message>
            <source>&amp;Trace</source>
            <translation>追踪(&amp;T)</translation>
        </message>
        <message>
            <source>&amp;Walk</source>
            <translation>沿边移动(&amp;W)</translation>
        </message>
        <message>
            <source>&amp;Zoom</source>
            <translation>缩放(&amp;Z)</translation>
        </message>
        <message>
            <source>&amp;Zoom with the wheel</source>
            <translation>滚轮缩放(&amp;Z)</translation>
        </message>
        <message>
            <source>Depth {}</source>
            <translation>第 {} 层</translation>
        </message>
        <message>
            <source>Draw from left to &amp;right</source>
            <translation>从左到右绘制(&amp;R)</translation>
        </message>
        <message>
            <source>Draw long graphs in &amp;columns</source>
            <translation>长图分栏绘制(&amp;C)</translation>
        </message>
        <message>
            <source>Open modules down to &amp;depth</source>
            <translation>模块展开到指定层(&amp;D)</translation>
        </message>
        <message>
            <source>Show the &amp;overview</source>
            <translation>显示缩略图(&amp;O)</translation>
        </message>
    </context>
    <context>
        <name>GraphView</name>
        <message>
            <source>Network graph</source>
            <translation>网络图</translation>
        </message>
    </context>
    <context>
        <name>Grid</name>
        <message>
            <source>as calibration decides</source>
            <translation>由校准决定</translation>
        </message>
        <message>
            <source>int{bits}: steps of {scale} from {low} to {high}</source>
            <translation>int{bits}：步长 {scale}，覆盖 {low} 至 {high}</translation>
        </message>
        <message>
            <source>{grid}, {share} % clipped</source>
            <translation>{grid}，截断 {share} %</translation>
        </message>
    </context>
    <context>
        <name>Histogram</name>
        <message>
            <source>Select a tensor to see how its values are spread.</source>
            <translation>选择张量以查看其数值分布。</translation>
        </message>
        <message>
            <source>{name}: grid {low} … {high}, {share} % clipped</source>
            <translation>{name}：量化区间 {low} … {high}，截断 {share} %</translation>
        </message>
    </context>
    <context>
        <name>HistoryPanel</name>
        <message>
            <source>A new edit takes the place of the undone one.</source>
            <translation>新的修改将取代已撤销的那处修改。</translation>
        </message>
        <message>
            <source>A new edit takes the place of the {} undone ones.</source>
            <translation>新的修改将取代已撤销的 {} 处修改。</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>Compare with the state before, or Ctrl+click any other state.</source>
            <translation>与前一状态对比；或按住 Ctrl 点击任一其他状态。</translation>
        </message>
        <message>
            <source>Delete this edit for good</source>
            <translation>永久删除这步编辑</translation>
        </message>
        <message>
            <source>History</source>
            <translation>历史记录</translation>
        </message>
        <message>
            <source>Leave this edit out</source>
            <translation>略过这步编辑</translation>
        </message>
        <message>
            <source>Make this edit again</source>
            <translation>重新执行这步编辑</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>重做</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>HoverCard</name>
        <message>
            <source>Cannot run on the target</source>
            <translation>目标平台无法运行</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>计算量</translation>
        </message>
        <message>
            <source>Cost in MACs</source>
            <translation>计算量（MAC）</translation>
        </message>
        <message>
            <source>Could be better</source>
            <translation>可以优化</translation>
        </message>
        <message>
            <source>Double-click or press Space to close</source>
            <translation>双击或按空格键关闭</translation>
        </message>
        <message>
            <source>Double-click or press Space to open</source>
            <translation>双击或按空格键展开</translation>
        </message>
        <message>
            <source>Grid</source>
            <translation>量化步长</translation>
        </message>
        <message>
            <source>Memory of the output</source>
            <translation>输出占用的内存</translation>
        </message>
        <message>
            <source>Module</source>
            <translation>模块</translation>
        </message>
        <message>
            <source>Nodes</source>
            <translation>节点</translation>
        </message>
        <message>
            <source>Op</source>
            <translation>算子</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数量</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>精度</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Runs as it is</source>
            <translation>可直接运行</translation>
        </message>
        <message>
            <source>Runs, but slower or less exactly</source>
            <translation>可运行，但较慢或精度较低</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>源码</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>目标平台</translation>
        </message>
        <message>
            <source>Tensor</source>
            <translation>张量</translation>
        </message>
        <message>
            <source>{} · out of date</source>
            <translation>{} · 已过期</translation>
        </message>
    </context>
    <context>
        <name>ImageView</name>
        <message>
            <source>Image</source>
            <translation>图像</translation>
        </message>
    </context>
    <context>
        <name>InsertForm</name>
        <message>
            <source>Choose an op; {} of {} fit here.</source>
            <translation>请选择算子；{} / {} 个适合此处。</translation>
        </message>
        <message>
            <source>Ops</source>
            <translation>算子</translation>
        </message>
    </context>
    <context>
        <name>JobBar</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>进度</translation>
        </message>
        <message>
            <source>stopping after this step…</source>
            <translation>完成当前步骤后停止…</translation>
        </message>
        <message>
            <source>{} left</source>
            <translation>剩余 {}</translation>
        </message>
    </context>
    <context>
        <name>KeptSearch</name>
        <message>
            <source>Click to draw the graph as before</source>
            <translation>点击以恢复原来的显示</translation>
        </message>
        <message>
            <source>Coloured: {search}</source>
            <translation>着色：{search}</translation>
        </message>
        <message>
            <source>Each is drawn inside what it reads last</source>
            <translation>每个节点画在其最后读取的节点内</translation>
        </message>
        <message>
            <source>Folded: {search}</source>
            <translation>已折叠：{search}</translation>
        </message>
        <message>
            <source>Hidden: {search}</source>
            <translation>已隐藏：{search}</translation>
        </message>
        <message>
            <source>Only {search}</source>
            <translation>仅 {search}</translation>
        </message>
        <message>
            <source>{count} of {total} drawn nodes folded</source>
            <translation>所绘制的 {total} 个节点中已折叠 {count} 个</translation>
        </message>
    </context>
    <context>
        <name>KeyMap</name>
        <message>
            <source>Back to where the view was</source>
            <translation>返回之前的视图位置</translation>
        </message>
        <message>
            <source>Bookmark {} is not set; Ctrl+Alt+{} sets it.</source>
            <translation>书签 {} 尚未设置；按 Ctrl+Alt+{} 设置。</translation>
        </message>
        <message>
            <source>Bookmark {} is set; Alt+{} goes there.</source>
            <translation>书签 {} 已设置；按 Alt+{} 跳转。</translation>
        </message>
        <message>
            <source>Close the module around the selection</source>
            <translation>折叠选中项所在的模块</translation>
        </message>
        <message>
            <source>Consumers besides what is traced</source>
            <translation>在已追踪范围之外追加下游节点</translation>
        </message>
        <message>
            <source>Consumers, one step deeper, or as deep as the digit typed</source>
            <translation>追踪下游节点：再深一层，或先键入数字指定层数</translation>
        </message>
        <message>
            <source>Fit the selection to the window</source>
            <translation>缩放至选中项</translation>
        </message>
        <message>
            <source>Fit the whole graph to the window</source>
            <translation>缩放至整张网络图</translation>
        </message>
        <message>
            <source>Forward again</source>
            <translation>前进</translation>
        </message>
        <message>
            <source>Go to a bookmark</source>
            <translation>跳转到书签</translation>
        </message>
        <message>
            <source>Go to the first node</source>
            <translation>跳转到首个节点</translation>
        </message>
        <message>
            <source>Go to the last node</source>
            <translation>跳转到末个节点</translation>
        </message>
        <message>
            <source>Let go of what is traced, selected, and found</source>
            <translation>取消追踪、选择和查找结果</translation>
        </message>
        <message>
            <source>No open module is around what is selected.</source>
            <translation>所选内容不在任何展开的模块中。</translation>
        </message>
        <message>
            <source>No other module is built like the one around this.</source>
            <translation>没有其他模块与所在模块同构。</translation>
        </message>
        <message>
            <source>No path leads from one of the two to the other.</source>
            <translation>两者之间没有路径。</translation>
        </message>
        <message>
            <source>Open all modules that are built alike</source>
            <translation>展开所有同构模块</translation>
        </message>
        <message>
            <source>Open modules down to a depth: type a digit first</source>
            <translation>模块展开到指定层：先键入数字</translation>
        </message>
        <message>
            <source>Open or close the selected module, or show the whole graph</source>
            <translation>展开或折叠所选模块；未选中时显示整个图</translation>
        </message>
        <message>
            <source>Open the selected module</source>
            <translation>展开选中的模块</translation>
        </message>
        <message>
            <source>Path between two selected nodes</source>
            <translation>两个选中节点之间的路径</translation>
        </message>
        <message>
            <source>Producers besides what is traced</source>
            <translation>在已追踪范围之外追加上游节点</translation>
        </message>
        <message>
            <source>Producers, one step deeper, or as deep as the digit typed</source>
            <translation>追踪上游节点：再深一层，或先键入数字指定层数</translation>
        </message>
        <message>
            <source>Select a closed module first.</source>
            <translation>请先选择一个折叠的模块。</translation>
        </message>
        <message>
            <source>Select a node or a closed module first.</source>
            <translation>请先选择一个节点或折叠的模块。</translation>
        </message>
        <message>
            <source>Select the same place in all modules built alike</source>
            <translation>选中所有同构模块中的对应位置</translation>
        </message>
        <message>
            <source>Select two nodes to see the paths between them.</source>
            <translation>请选中两个节点以查看它们之间的路径。</translation>
        </message>
        <message>
            <source>Set a bookmark</source>
            <translation>设置书签</translation>
        </message>
        <message>
            <source>Show the node in the panel, or open the module</source>
            <translation>在面板中显示节点，或展开模块</translation>
        </message>
        <message>
            <source>Type a digit first: 2 and E open two levels of modules.</source>
            <translation>请先键入一个数字：2 再按 E 展开两层模块。</translation>
        </message>
        <message>
            <source>Walk to the consumer</source>
            <translation>移到下游节点</translation>
        </message>
        <message>
            <source>Walk to the left</source>
            <translation>移到左侧节点</translation>
        </message>
        <message>
            <source>Walk to the producer</source>
            <translation>移到上游节点</translation>
        </message>
        <message>
            <source>Walk to the right</source>
            <translation>移到右侧节点</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>缩小</translation>
        </message>
        <message>
            <source>Zoom to 100 %</source>
            <translation>缩放至 100 %</translation>
        </message>
    </context>
    <context>
        <name>KeysDialog</name>
        <message>
            <source>Keyboard shortcuts</source>
            <translation>键盘快捷键</translation>
        </message>
    </context>
    <context>
        <name>Legend</name>
        <message>
            <source>Activation</source>
            <translation>激活</translation>
        </message>
        <message>
            <source>Added</source>
            <translation>新增</translation>
        </message>
        <message>
            <source>Advice</source>
            <translation>建议</translation>
        </message>
        <message>
            <source>Can give int32</source>
            <translation>可输出 int32</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>改动</translation>
        </message>
        <message>
            <source>Click to fold the legend, or to open it again</source>
            <translation>点击可收起图例，再次点击展开</translation>
        </message>
        <message>
            <source>Constant</source>
            <translation>常量</translation>
        </message>
        <message>
            <source>Convolution</source>
            <translation>卷积</translation>
        </message>
        <message>
            <source>Drag along the bar to leave lower values plain; a click on the title leaves only that</source>
            <translation>沿色条拖动，使较低的值不着色；单击标题则只保留标题</translation>
        </message>
        <message>
            <source>Edited</source>
            <translation>已编辑</translation>
        </message>
        <message>
            <source>Element-wise</source>
            <translation>逐元素</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Found</source>
            <translation>搜索结果</translation>
        </message>
        <message>
            <source>Input, output</source>
            <translation>输入、输出</translation>
        </message>
        <message>
            <source>Kept from a search</source>
            <translation>保留的搜索结果</translation>
        </message>
        <message>
            <source>Legend</source>
            <translation>图例</translation>
        </message>
        <message>
            <source>Matrix</source>
            <translation>矩阵</translation>
        </message>
        <message>
            <source>Module, other</source>
            <translation>模块、其他</translation>
        </message>
        <message>
            <source>Normalization</source>
            <translation>归一化</translation>
        </message>
        <message>
            <source>Other</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>Pooling</source>
            <translation>池化</translation>
        </message>
        <message>
            <source>Quantization</source>
            <translation>量化</translation>
        </message>
        <message>
            <source>Reduction</source>
            <translation>归约</translation>
        </message>
        <message>
            <source>Removed</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Resize</source>
            <translation>缩放</translation>
        </message>
        <message>
            <source>Selected</source>
            <translation>已选中</translation>
        </message>
        <message>
            <source>Shape</source>
            <translation>形状</translation>
        </message>
        <message>
            <source>Traced</source>
            <translation>已追踪</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>nothing here has any</source>
            <translation>此图中没有该数值</translation>
        </message>
    </context>
    <context>
        <name>LensButton</name>
        <message>
            <source>Batch norm into its convolution</source>
            <translation>批归一化并入卷积</translation>
        </message>
        <message>
            <source>Constants into what reads them</source>
            <translation>常量并入读取它的节点</translation>
        </message>
        <message>
            <source>Details folded away</source>
            <translation>折叠显示的细节</translation>
        </message>
        <message>
            <source>Element-wise chains</source>
            <translation>逐元素算子链</translation>
        </message>
        <message>
            <source>Fold ▾</source>
            <translation>折叠 ▾</translation>
        </message>
        <message>
            <source>Folded: {count} ▾</source>
            <translation>已折叠：{count} ▾</translation>
        </message>
        <message>
            <source>Quantize and dequantize</source>
            <translation>量化与反量化</translation>
        </message>
        <message>
            <source>{} · none here</source>
            <translation>{} · 此处没有</translation>
        </message>
        <message>
            <source>{} · {} ops</source>
            <translation>{} · {} 个算子</translation>
        </message>
    </context>
    <context>
        <name>LogPanel</name>
        <message>
            <source>Clear</source>
            <translation>清空</translation>
        </message>
        <message>
            <source>Copy all</source>
            <translation>全部复制</translation>
        </message>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Log</source>
            <translation>日志</translation>
        </message>
    </context>
    <context>
        <name>Marks</name>
        <message>
            <source>cannot run</source>
            <translation>无法运行</translation>
        </message>
    </context>
    <context>
        <name>Measures</name>
        <message>
            <source>clipped values</source>
            <translation>截断比例</translation>
        </message>
        <message>
            <source>estimated latency</source>
            <translation>预估延时</translation>
        </message>
        <message>
            <source>quantization error</source>
            <translation>量化误差</translation>
        </message>
        <message>
            <source>range width</source>
            <translation>数值范围宽度</translation>
        </message>
        <message>
            <source>sensitivity</source>
            <translation>敏感度</translation>
        </message>
    </context>
    <context>
        <name>Measuring</name>
        <message>
            <source>Calibration</source>
            <translation>校准</translation>
        </message>
        <message>
            <source>Comparison</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>Compilation</source>
            <translation>编译</translation>
        </message>
        <message>
            <source>Measuring the sensitivity</source>
            <translation>敏感度测量</translation>
        </message>
        <message>
            <source>The ranges are missing or out of date; calibrate first.</source>
            <translation>量化范围缺失或已过期，请先校准。</translation>
        </message>
    </context>
    <context>
        <name>Menus</name>
        <message>
            <source>&amp;About NPU Studio</source>
            <translation>关于 NPU Studio(&amp;A)</translation>
        </message>
        <message>
            <source>&amp;Cancel the running task</source>
            <translation>取消正在运行的任务(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Close all modules</source>
            <translation>折叠全部模块(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Command palette…</source>
            <translation>命令面板(&amp;C)…</translation>
        </message>
        <message>
            <source>&amp;Edit</source>
            <translation>编辑(&amp;E)</translation>
        </message>
        <message>
            <source>&amp;File</source>
            <translation>文件(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Find…</source>
            <translation>查找(&amp;F)…</translation>
        </message>
        <message>
            <source>&amp;Fix all</source>
            <translation>全部修复(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Go to node…</source>
            <translation>转到节点(&amp;G)…</translation>
        </message>
        <message>
            <source>&amp;Graph</source>
            <translation>网络图(&amp;G)</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>帮助(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;Journey</source>
            <translation>流程(&amp;J)</translation>
        </message>
        <message>
            <source>&amp;Keyboard shortcuts</source>
            <translation>键盘快捷键(&amp;K)</translation>
        </message>
        <message>
            <source>&amp;Log</source>
            <translation>日志(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Measure sensitivity</source>
            <translation>测量敏感度(&amp;M)</translation>
        </message>
        <message>
            <source>&amp;Next problem</source>
            <translation>下一个问题(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Open all modules</source>
            <translation>展开全部模块(&amp;O)</translation>
        </message>
        <message>
            <source>&amp;Panels beside the graph</source>
            <translation>网络图两侧的面板(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Previous problem</source>
            <translation>上一个问题(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>退出(&amp;Q)</translation>
        </message>
        <message>
            <source>&amp;Redo</source>
            <translation>重做(&amp;R)</translation>
        </message>
        <message>
            <source>&amp;Save project</source>
            <translation>保存工程(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Source file</source>
            <translation>源文件(&amp;S)</translation>
        </message>
        <message>
            <source>&amp;Undo</source>
            <translation>撤销(&amp;U)</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>视图(&amp;V)</translation>
        </message>
        <message>
            <source>&amp;Weights of the checkpoint…</source>
            <translation>检查点权重(&amp;W)…</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>配色</translation>
        </message>
        <message>
            <source>Compile now</source>
            <translation>立即编译</translation>
        </message>
        <message>
            <source>Copy &amp;selection as image</source>
            <translation>将所选复制为图片(&amp;S)</translation>
        </message>
        <message>
            <source>Copy &amp;view as image</source>
            <translation>将视图复制为图片(&amp;V)</translation>
        </message>
        <message>
            <source>Copy &amp;whole graph as image</source>
            <translation>将整个图复制为图片(&amp;W)</translation>
        </message>
        <message>
            <source>Copy the &amp;host's code</source>
            <translation>复制主机代码(&amp;H)</translation>
        </message>
        <message>
            <source>E&amp;xport the graph…</source>
            <translation>导出计算图(&amp;X)…</translation>
        </message>
        <message>
            <source>Fi&amp;t to window</source>
            <translation>适合窗口(&amp;T)</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Open &amp;model…</source>
            <translation>打开模型(&amp;M)…</translation>
        </message>
        <message>
            <source>Open &amp;project…</source>
            <translation>打开工程(&amp;P)…</translation>
        </message>
        <message>
            <source>Open bundled &amp;network</source>
            <translation>打开内置网络(&amp;N)</translation>
        </message>
        <message>
            <source>Open s&amp;ample</source>
            <translation>打开示例(&amp;A)</translation>
        </message>
        <message>
            <source>Open the network a&amp;gain</source>
            <translation>重新打开网络(&amp;G)</translation>
        </message>
        <message>
            <source>Open the wa&amp;y to every hit</source>
            <translation>展开至所有命中项(&amp;Y)</translation>
        </message>
        <message>
            <source>P&amp;references…</source>
            <translation>偏好设置(&amp;R)…</translation>
        </message>
        <message>
            <source>Run the calibration</source>
            <translation>运行校准</translation>
        </message>
        <message>
            <source>Run the comparison</source>
            <translation>运行对比</translation>
        </message>
        <message>
            <source>Save project &amp;as…</source>
            <translation>工程另存为(&amp;A)…</translation>
        </message>
        <message>
            <source>Start page</source>
            <translation>起始页</translation>
        </message>
        <message>
            <source>The language changes when NPU Studio is started again.</source>
            <translation>语言将在下次启动 NPU Studio 时切换。</translation>
        </message>
    </context>
    <context>
        <name>Minimap</name>
        <message>
            <source>Overview</source>
            <translation>缩略图</translation>
        </message>
    </context>
    <context>
        <name>ModuleEntries</name>
        <message>
            <source>&amp;Open module</source>
            <translation>展开模块(&amp;O)</translation>
        </message>
        <message>
            <source>&amp;Open one of {}</source>
            <translation>打开 {} 个中的一个(&amp;O)</translation>
        </message>
        <message>
            <source>Close {}</source>
            <translation>折叠 {}</translation>
        </message>
        <message>
            <source>Open all {} built a&amp;like</source>
            <translation>展开全部 {} 个同构模块(&amp;L)</translation>
        </message>
    </context>
    <context>
        <name>ModuleTreePanel</name>
        <message>
            <source>1 node</source>
            <translation>1 个节点</translation>
        </message>
        <message>
            <source>Modules</source>
            <translation>模块</translation>
        </message>
        <message>
            <source>Modules and nodes</source>
            <translation>模块与节点</translation>
        </message>
        <message>
            <source>{} nodes</source>
            <translation>{} 个节点</translation>
        </message>
    </context>
    <context>
        <name>Narrator</name>
        <message>
            <source>Selected with it: {}</source>
            <translation>同时选中：{}</translation>
        </message>
        <message>
            <source>Traced: {}</source>
            <translation>已追踪：{}</translation>
        </message>
    </context>
    <context>
        <name>NodeEditSection</name>
        <message>
            <source>Arguments</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Bypass</source>
            <translation>旁路</translation>
        </message>
        <message>
            <source>Change it at all {} of this type</source>
            <translation>应用到全部 {} 个同类算子</translation>
        </message>
        <message>
            <source>Choose what this input reads</source>
            <translation>选择该输入的来源</translation>
        </message>
        <message>
            <source>Delete branch</source>
            <translation>删除分支</translation>
        </message>
        <message>
            <source>Insert op…</source>
            <translation>插入算子…</translation>
        </message>
        <message>
            <source>More…</source>
            <translation>更多…</translation>
        </message>
        <message>
            <source>Set range…</source>
            <translation>设置范围…</translation>
        </message>
        <message>
            <source>{slot} reads {source}; choose another</source>
            <translation>{slot} 的来源为 {source}；另选来源</translation>
        </message>
    </context>
    <context>
        <name>NodeEditing</name>
        <message>
            <source>All of them have this precision already.</source>
            <translation>它们都已是该精度。</translation>
        </message>
    </context>
    <context>
        <name>NodeLooking</name>
        <message>
            <source>Copied {} lines.</source>
            <translation>已复制 {} 行。</translation>
        </message>
        <message>
            <source>Copied: {}</source>
            <translation>已复制：{}</translation>
        </message>
        <message>
            <source>The whole network lies within {} steps.</source>
            <translation>整个网络都在 {} 步之内。</translation>
        </message>
        <message>
            <source>{steps} steps around {node}</source>
            <translation>{node} 周围 {steps} 步</translation>
        </message>
        <message>
            <source>{} nodes</source>
            <translation>{} 个节点</translation>
        </message>
    </context>
    <context>
        <name>NodeMenu</name>
        <message>
            <source>&amp;Bypass</source>
            <translation>旁路(&amp;B)</translation>
        </message>
        <message>
            <source>&amp;Copy</source>
            <translation>复制(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;Delete branch</source>
            <translation>删除分支(&amp;D)</translation>
        </message>
        <message>
            <source>&amp;Fold and merge</source>
            <translation>折叠与合并(&amp;F)</translation>
        </message>
        <message>
            <source>&amp;Insert op after…</source>
            <translation>在其后插入算子(&amp;I)…</translation>
        </message>
        <message>
            <source>&amp;Look at</source>
            <translation>查看(&amp;L)</translation>
        </message>
        <message>
            <source>&amp;Node</source>
            <translation>节点(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Open source line</source>
            <translation>打开源码行(&amp;O)</translation>
        </message>
        <message>
            <source>&amp;Outputs</source>
            <translation>输出(&amp;O)</translation>
        </message>
        <message>
            <source>&amp;Precision</source>
            <translation>精度(&amp;P)</translation>
        </message>
        <message>
            <source>&amp;Rename…</source>
            <translation>重命名(&amp;R)…</translation>
        </message>
        <message>
            <source>&amp;Stubs</source>
            <translation>量化与反量化节点(&amp;S)</translation>
        </message>
        <message>
            <source>All of this type</source>
            <translation>所有同类算子</translation>
        </message>
        <message>
            <source>All of this type drawn inside what they read</source>
            <translation>将此类节点全部并入其输入绘制</translation>
        </message>
        <message>
            <source>An op is inserted at one node, and at all of its type if you wish.</source>
            <translation>算子插入在一个节点之后；如需要，可同时插入到所有同类节点之后。</translation>
        </message>
        <message>
            <source>Append a resize or argmax…</source>
            <translation>追加上采样或 argmax…</translation>
        </message>
        <message>
            <source>Append argmax</source>
            <translation>追加 argmax</translation>
        </message>
        <message>
            <source>Apply the suggested rewrite</source>
            <translation>应用建议的改写</translation>
        </message>
        <message>
            <source>Apply: {}</source>
            <translation>应用：{}</translation>
        </message>
        <message>
            <source>Automatic precision</source>
            <translation>自动精度</translation>
        </message>
        <message>
            <source>Change &amp;arguments</source>
            <translation>修改参数(&amp;A)</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>复制代码</translation>
        </message>
        <message>
            <source>Compute constants before this node</source>
            <translation>预先计算该节点之前的常量</translation>
        </message>
        <message>
            <source>Consumers</source>
            <translation>下游节点</translation>
        </message>
        <message>
            <source>Cut here: return this instead of what follows</source>
            <translation>在此截断：以该节点为输出，去掉后续部分</translation>
        </message>
        <message>
            <source>Drawing of the selection (SVG)</source>
            <translation>所选部分的矢量图（SVG）</translation>
        </message>
        <message>
            <source>End at the predictions; the host does the rest</source>
            <translation>在预测处结束；其余由主机完成</translation>
        </message>
        <message>
            <source>Fold all batch norms</source>
            <translation>折叠全部批归一化</translation>
        </message>
        <message>
            <source>For all {} like this</source>
            <translation>应用于全部 {} 个同类节点</translation>
        </message>
        <message>
            <source>In float</source>
            <translation>用浮点计算</translation>
        </message>
        <message>
            <source>In int16</source>
            <translation>用 int16 计算</translation>
        </message>
        <message>
            <source>In int32</source>
            <translation>用 int32 输出</translation>
        </message>
        <message>
            <source>In int8</source>
            <translation>用 int8 计算</translation>
        </message>
        <message>
            <source>Insert a dequant stub after</source>
            <translation>在其后插入反量化节点</translation>
        </message>
        <message>
            <source>Insert a quant stub after</source>
            <translation>在其后插入量化节点</translation>
        </message>
        <message>
            <source>Insert all stubs</source>
            <translation>插入全部量化与反量化节点</translation>
        </message>
        <message>
            <source>Keep only up to here</source>
            <translation>仅保留到此处</translation>
        </message>
        <message>
            <source>Merge all parallel branches</source>
            <translation>合并全部并行分支</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>复制名称</translation>
        </message>
        <message>
            <source>No longer return this</source>
            <translation>不再作为输出</translation>
        </message>
        <message>
            <source>No other block is like this one.</source>
            <translation>没有与此同构的其他模块。</translation>
        </message>
        <message>
            <source>No other node has this op.</source>
            <translation>没有其他节点使用该算子。</translation>
        </message>
        <message>
            <source>No rewrite applies here.</source>
            <translation>此处没有适用的改写。</translation>
        </message>
        <message>
            <source>No rewrite is known for this op.</source>
            <translation>该算子没有已知的改写。</translation>
        </message>
        <message>
            <source>No values were measured here; calibrate first.</source>
            <translation>此处没有测得数值；请先校准。</translation>
        </message>
        <message>
            <source>Nothing follows the output; choose what it returns.</source>
            <translation>输出之后不能插入算子；请选择它所返回的节点。</translation>
        </message>
        <message>
            <source>Nothing is wrong with this node on this target.</source>
            <translation>该节点在此目标平台上没有问题。</translation>
        </message>
        <message>
            <source>Only a node that reads one other is drawn inside it.</source>
            <translation>只有单输入的节点才能并入其输入绘制。</translation>
        </message>
        <message>
            <source>Only a part of this network is here, so it is not edited: {}</source>
            <translation>此处只有网络的一部分，因此不能编辑：{}</translation>
        </message>
        <message>
            <source>Only ops can be renamed.</source>
            <translation>只能重命名算子。</translation>
        </message>
        <message>
            <source>Only what is around, a step more each time</source>
            <translation>只看周围，每次多一步</translation>
        </message>
        <message>
            <source>Picture of the selection (PNG)</source>
            <translation>所选部分的图片（PNG）</translation>
        </message>
        <message>
            <source>Producers</source>
            <translation>上游节点</translation>
        </message>
        <message>
            <source>Re&amp;wire an input…</source>
            <translation>更改输入来源(&amp;W)…</translation>
        </message>
        <message>
            <source>Remove all stubs</source>
            <translation>移除全部量化与反量化节点</translation>
        </message>
        <message>
            <source>Remove resize and argmax from the end</source>
            <translation>移除末端的上采样与 argmax</translation>
        </message>
        <message>
            <source>Return this too</source>
            <translation>同时作为输出</translation>
        </message>
        <message>
            <source>Rewrites</source>
            <translation>改写</translation>
        </message>
        <message>
            <source>S&amp;elect</source>
            <translation>选择(&amp;E)</translation>
        </message>
        <message>
            <source>Select a node in the graph first.</source>
            <translation>请先在图中选择节点。</translation>
        </message>
        <message>
            <source>Set its ran&amp;ge…</source>
            <translation>设置量化范围(&amp;G)…</translation>
        </message>
        <message>
            <source>Show wh&amp;y</source>
            <translation>查看原因(&amp;Y)</translation>
        </message>
        <message>
            <source>The same in every block</source>
            <translation>各模块中的对应节点</translation>
        </message>
        <message>
            <source>The values calibration measured</source>
            <translation>校准测得的数值</translation>
        </message>
        <message>
            <source>This is done at one node; {} are selected.</source>
            <translation>该操作只能针对一个节点，当前选中了 {} 个。</translation>
        </message>
        <message>
            <source>This node has no line in your own files.</source>
            <translation>该节点在您的源文件中没有对应行。</translation>
        </message>
        <message>
            <source>This node reads no other.</source>
            <translation>该节点不读取其他节点。</translation>
        </message>
        <message>
            <source>This op has no arguments.</source>
            <translation>该算子没有参数。</translation>
        </message>
        <message>
            <source>changes results</source>
            <translation>结果会变化</translation>
        </message>
        <message>
            <source>exact up to rounding</source>
            <translation>精确（仅舍入误差）</translation>
        </message>
        <message>
            <source>not here</source>
            <translation>此处不适用</translation>
        </message>
    </context>
    <context>
        <name>NodePanel</name>
        <message>
            <source>Automatic (int8)</source>
            <translation>自动 (int8)</translation>
        </message>
        <message>
            <source>Feeds</source>
            <translation>输出至</translation>
        </message>
        <message>
            <source>Fixes</source>
            <translation>修复方案</translation>
        </message>
        <message>
            <source>MACs</source>
            <translation>MAC</translation>
        </message>
        <message>
            <source>Module</source>
            <translation>模块</translation>
        </message>
        <message>
            <source>Node</source>
            <translation>节点</translation>
        </message>
        <message>
            <source>Op</source>
            <translation>算子</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数量</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>精度</translation>
        </message>
        <message>
            <source>Range</source>
            <translation>范围</translation>
        </message>
        <message>
            <source>Replaces</source>
            <translation>替换</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>缩放系数</translation>
        </message>
        <message>
            <source>Select a node in the graph to see what it computes.</source>
            <translation>在图中选择节点以查看其计算内容。</translation>
        </message>
        <message>
            <source>Selected node</source>
            <translation>选中的节点</translation>
        </message>
        <message>
            <source>Takes</source>
            <translation>输入自</translation>
        </message>
        <message>
            <source>This is an input of the network.</source>
            <translation>这是网络的输入。</translation>
        </message>
        <message>
            <source>This node has no line in your own files.</source>
            <translation>该节点在您的源文件中没有对应行。</translation>
        </message>
        <message>
            <source>Use it for all {} like this</source>
            <translation>应用于全部 {} 个同类节点</translation>
        </message>
        <message>
            <source>Values</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>Your code</source>
            <translation>您的代码</translation>
        </message>
        <message>
            <source>float</source>
            <translation>浮点</translation>
        </message>
        <message>
            <source>{low} to {high}</source>
            <translation>{low} 至 {high}</translation>
        </message>
        <message>
            <source>{low} to {high}, set by hand</source>
            <translation>{low} 至 {high}，手动设置</translation>
        </message>
        <message>
            <source>{place}, called from {caller}</source>
            <translation>{place}，由 {caller} 调用</translation>
        </message>
        <message>
            <source>{} cannot be read any more.</source>
            <translation>{} 已无法读取。</translation>
        </message>
    </context>
    <context>
        <name>NoticeBar</name>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>详情</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>撤销</translation>
        </message>
    </context>
    <context>
        <name>OpenDialog</name>
        <message>
            <source>Arguments</source>
            <translation>参数</translation>
        </message>
        <message>
            <source>Choose a model file: a .py or a .pt2.</source>
            <translation>请选择模型文件：.py 或 .pt2。</translation>
        </message>
        <message>
            <source>Choose the class or function that makes the model.</source>
            <translation>请选择构造模型的类或函数。</translation>
        </message>
        <message>
            <source>Class or function</source>
            <translation>类或函数</translation>
        </message>
        <message>
            <source>Input size</source>
            <translation>输入尺寸</translation>
        </message>
        <message>
            <source>Interpreter</source>
            <translation>解释器</translation>
        </message>
        <message>
            <source>Model file</source>
            <translation>模型文件</translation>
        </message>
        <message>
            <source>Models (*.py *.pt2);;All files (*)</source>
            <translation>模型 (*.py *.pt2);;所有文件 (*)</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Open model</source>
            <translation>打开模型</translation>
        </message>
        <message>
            <source>Several inputs: separate their sizes with a semicolon. The interpreter is the Python that can import what the model needs.</source>
            <translation>多个输入的尺寸用分号隔开。解释器须为能导入模型依赖的 Python。</translation>
        </message>
        <message>
            <source>Value</source>
            <translation>值</translation>
        </message>
        <message>
            <source>Weights</source>
            <translation>权重</translation>
        </message>
        <message>
            <source>Weights (*.pt *.pth *.ckpt *.safetensors);;All files (*)</source>
            <translation>权重 (*.pt *.pth *.ckpt *.safetensors);;所有文件 (*)</translation>
        </message>
        <message>
            <source>none: as the callable makes it</source>
            <translation>无：沿用构造时的权重</translation>
        </message>
        <message>
            <source>this program's own Python</source>
            <translation>本程序自带的 Python</translation>
        </message>
    </context>
    <context>
        <name>Opening</name>
        <message>
            <source>Opening a network</source>
            <translation>打开网络</translation>
        </message>
    </context>
    <context>
        <name>OtherWords</name>
        <message>
            <source>activations relu add</source>
            <translation>激活 relu 加法</translation>
        </message>
        <message>
            <source>add new op layer</source>
            <translation>添加 新增 算子 层</translation>
        </message>
        <message>
            <source>bn fuse</source>
            <translation>bn 融合</translation>
        </message>
        <message>
            <source>collapse fold everything</source>
            <translation>折叠 收起 全部</translation>
        </message>
        <message>
            <source>collapse fold group parent</source>
            <translation>折叠 收起 分组 上级</translation>
        </message>
        <message>
            <source>compute flops operations</source>
            <translation>计算量 flops 运算</translation>
        </message>
        <message>
            <source>delete remove skip</source>
            <translation>删除 移除 跳过</translation>
        </message>
        <message>
            <source>diff difference changes before after</source>
            <translation>差异 对比 修改 前后</translation>
        </message>
        <message>
            <source>diff difference changes original</source>
            <translation>差异 对比 修改 原始</translation>
        </message>
        <message>
            <source>diff difference versions</source>
            <translation>差异 对比 版本</translation>
        </message>
        <message>
            <source>edit attributes parameters kernel stride padding</source>
            <translation>编辑 属性 参数 卷积核 步长 填充</translation>
        </message>
        <message>
            <source>edits changes provenance versions</source>
            <translation>编辑 修改 来源 版本</translation>
        </message>
        <message>
            <source>expand search results reveal found</source>
            <translation>展开 查找结果 显示</translation>
        </message>
        <message>
            <source>expand unfold everything</source>
            <translation>展开 全部</translation>
        </message>
        <message>
            <source>expand unfold group</source>
            <translation>展开 分组</translation>
        </message>
        <message>
            <source>heat map scale</source>
            <translation>热力图 色标</translation>
        </message>
        <message>
            <source>hotkeys help key bindings</source>
            <translation>快捷键 帮助 按键</translation>
        </message>
        <message>
            <source>isolate neighbourhood hide others focus</source>
            <translation>隔离 邻域 隐藏其他 聚焦</translation>
        </message>
        <message>
            <source>jump to module by name search</source>
            <translation>跳转 模块 名称 搜索</translation>
        </message>
        <message>
            <source>layout direction orientation horizontal vertical</source>
            <translation>布局 方向 横向 纵向</translation>
        </message>
        <message>
            <source>layout wrap columns serpentine page compact long</source>
            <translation>布局 折行 分栏 蛇形 页面 紧凑 长图</translation>
        </message>
        <message>
            <source>lens fold collapse op type</source>
            <translation>透镜 折叠 算子类型</translation>
        </message>
        <message>
            <source>lens hide simplify details</source>
            <translation>透镜 隐藏 简化 细节</translation>
        </message>
        <message>
            <source>load import network checkpoint pytorch onnx</source>
            <translation>加载 导入 网络 权重 pytorch onnx</translation>
        </message>
        <message>
            <source>memory feature map</source>
            <translation>内存 特征图</translation>
        </message>
        <message>
            <source>minimap hide map corner</source>
            <translation>小地图 缩略图 隐藏 角落</translation>
        </message>
        <message>
            <source>mouse scroll</source>
            <translation>鼠标 滚轮</translation>
        </message>
        <message>
            <source>next error warning issue unsupported</source>
            <translation>下一个 错误 警告 问题 不支持</translation>
        </message>
        <message>
            <source>overlay colouring legend</source>
            <translation>着色 图例</translation>
        </message>
        <message>
            <source>previous error warning issue unsupported</source>
            <translation>上一个 错误 警告 问题 不支持</translation>
        </message>
        <message>
            <source>problems errors</source>
            <translation>问题 错误</translation>
        </message>
        <message>
            <source>qdq fake quant</source>
            <translation>qdq 伪量化</translation>
        </message>
        <message>
            <source>quantization error sqnr per layer</source>
            <translation>量化误差 sqnr 逐层</translation>
        </message>
        <message>
            <source>reconnect edge input source</source>
            <translation>重连 连线 输入 来源</translation>
        </message>
        <message>
            <source>remove cut prune</source>
            <translation>删除 裁剪 剪枝</translation>
        </message>
        <message>
            <source>repair convert rewrite every problem</source>
            <translation>修复 转换 改写 全部问题</translation>
        </message>
        <message>
            <source>repeated blocks similar identical</source>
            <translation>重复 模块 相似 相同</translation>
        </message>
        <message>
            <source>revert step back</source>
            <translation>撤回 上一步</translation>
        </message>
        <message>
            <source>same op type similar</source>
            <translation>同类 算子 相似</translation>
        </message>
        <message>
            <source>screenshot clipboard picture png</source>
            <translation>截图 剪贴板 图片 png</translation>
        </message>
        <message>
            <source>search filter query look for</source>
            <translation>搜索 过滤 查询 查找</translation>
        </message>
        <message>
            <source>settings options editor</source>
            <translation>设置 选项 编辑器</translation>
        </message>
        <message>
            <source>sidebar side panels hide full width only the graph zen</source>
            <translation>侧栏 侧边栏 面板 隐藏 全宽 只看图 专注</translation>
        </message>
        <message>
            <source>split truncate extract subgraph</source>
            <translation>拆分 截断 提取 子图</translation>
        </message>
        <message>
            <source>split truncate subgraph</source>
            <translation>拆分 截断 子图</translation>
        </message>
        <message>
            <source>start accuracy quantized float sqnr</source>
            <translation>开始 精度 量化 浮点 sqnr</translation>
        </message>
        <message>
            <source>start build deploy hbm bin toolchain</source>
            <translation>开始 编译 部署 hbm bin 工具链</translation>
        </message>
        <message>
            <source>start quantize ranges observers ptq</source>
            <translation>开始 量化 范围 观察器 ptq</translation>
        </message>
        <message>
            <source>state dict missing unexpected parameters load</source>
            <translation>state dict 缺失 多余 参数 加载</translation>
        </message>
        <message>
            <source>stop abort interrupt</source>
            <translation>停止 中止 中断</translation>
        </message>
        <message>
            <source>store write recipe</source>
            <translation>保存 写入 配方</translation>
        </message>
        <message>
            <source>svg png pdf html picture image drawing print</source>
            <translation>svg png pdf html 图片 图像 绘图 打印</translation>
        </message>
        <message>
            <source>theme day mode</source>
            <translation>主题 浅色 日间</translation>
        </message>
        <message>
            <source>theme mode</source>
            <translation>主题 模式</translation>
        </message>
        <message>
            <source>theme night mode</source>
            <translation>主题 深色 夜间</translation>
        </message>
        <message>
            <source>trace downstream outputs descendants successors</source>
            <translation>追踪 下游 输出 后继</translation>
        </message>
        <message>
            <source>trace route way between</source>
            <translation>追踪 路径 之间</translation>
        </message>
        <message>
            <source>trace upstream inputs ancestors predecessors</source>
            <translation>追踪 上游 输入 前驱</translation>
        </message>
        <message>
            <source>view history next place</source>
            <translation>浏览历史 下一处</translation>
        </message>
        <message>
            <source>view history previous place</source>
            <translation>浏览历史 上一处</translation>
        </message>
        <message>
            <source>weights initializers</source>
            <translation>权重 初始值</translation>
        </message>
        <message>
            <source>weights size</source>
            <translation>权重 大小</translation>
        </message>
        <message>
            <source>zoom out all whole overview reset view centre home</source>
            <translation>缩小 全图 概览 重置视图 居中</translation>
        </message>
        <message>
            <source>zoom to selection focus centre</source>
            <translation>缩放到所选 聚焦 居中</translation>
        </message>
    </context>
    <context>
        <name>Pages</name>
        <message>
            <source>Calibrate again: the network or its settings have changed.</source>
            <translation>请重新校准：网络或其设置已改动。</translation>
        </message>
        <message>
            <source>Calibrate first: the ranges are not measured yet.</source>
            <translation>请先校准：尚未统计量化范围。</translation>
        </message>
    </context>
    <context>
        <name>Palette</name>
        <message>
            <source>No task is running.</source>
            <translation>没有正在运行的任务。</translation>
        </message>
        <message>
            <source>Open a network first.</source>
            <translation>请先打开网络。</translation>
        </message>
        <message>
            <source>Select a node first that allows this.</source>
            <translation>请先选择支持该操作的节点。</translation>
        </message>
        <message>
            <source>There is nothing to redo.</source>
            <translation>没有可重做的操作。</translation>
        </message>
        <message>
            <source>There is nothing to undo.</source>
            <translation>没有可撤销的操作。</translation>
        </message>
        <message>
            <source>This cannot be done now.</source>
            <translation>目前无法执行该操作。</translation>
        </message>
        <message>
            <source>module</source>
            <translation>模块</translation>
        </message>
        <message>
            <source>node</source>
            <translation>节点</translation>
        </message>
        <message>
            <source>problem</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>target</source>
            <translation>目标平台</translation>
        </message>
    </context>
    <context>
        <name>PaneGroup</name>
        <message>
            <source>Calibrated</source>
            <translation>校准（伪量化）</translation>
        </message>
        <message>
            <source>Float</source>
            <translation>浮点</translation>
        </message>
        <message>
            <source>Image</source>
            <translation>图片</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>Quantized int8</source>
            <translation>量化 int8</translation>
        </message>
        <message>
            <source>{} % of pixels differ</source>
            <translation>{} % 的像素不一致</translation>
        </message>
    </context>
    <context>
        <name>PaneToolbar</name>
        <message>
            <source>Blink</source>
            <translation>闪烁</translation>
        </message>
        <message>
            <source>Compare float with</source>
            <translation>浮点的对比对象</translation>
        </message>
        <message>
            <source>Differences</source>
            <translation>差异</translation>
        </message>
        <message>
            <source>Fill</source>
            <translation>填满</translation>
        </message>
        <message>
            <source>Fill the panes; the edges are cut</source>
            <translation>填满窗格；边缘会被裁掉</translation>
        </message>
        <message>
            <source>Fit</source>
            <translation>适合</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>One image pixel per screen pixel</source>
            <translation>图片像素与屏幕像素 1:1</translation>
        </message>
        <message>
            <source>Opacity</source>
            <translation>不透明度</translation>
        </message>
        <message>
            <source>Opacity of the classes</source>
            <translation>类别着色的不透明度</translation>
        </message>
        <message>
            <source>Show the ground truth beside the results</source>
            <translation>在结果旁显示真值标签</translation>
        </message>
        <message>
            <source>Show the whole image (double-click)</source>
            <translation>显示整张图片（双击）</translation>
        </message>
        <message>
            <source>Side by side</source>
            <translation>并排</translation>
        </message>
        <message>
            <source>Surround the pixels that differ from float</source>
            <translation>圈出与浮点不一致的像素</translation>
        </message>
        <message>
            <source>Wipe</source>
            <translation>卷帘</translation>
        </message>
        <message>
            <source>with calibrated</source>
            <translation>对比校准</translation>
        </message>
        <message>
            <source>with quantized</source>
            <translation>对比量化</translation>
        </message>
    </context>
    <context>
        <name>PixelReadout</name>
        <message>
            <source>Pixel ({x}, {y})</source>
            <translation>像素 ({x}, {y})</translation>
        </message>
        <message>
            <source>Pixel under the cursor</source>
            <translation>光标处像素</translation>
        </message>
        <message>
            <source>Point at a pixel to read its classes.</source>
            <translation>指向像素以查看其类别。</translation>
        </message>
    </context>
    <context>
        <name>PlacingNotice</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message numerus="yes">
            <source>Placing %n nodes…</source>
            <translation>
                <numerusform>正在布局 %n 个节点…</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PreferencesDialog</name>
        <message>
            <source>A command of my own</source>
            <translation>自定义命令</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>配色</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>命令</translation>
        </message>
        <message>
            <source>Command of the editor</source>
            <translation>编辑器命令</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>深色</translation>
        </message>
        <message>
            <source>Draw from left to right</source>
            <translation>从左到右绘制</translation>
        </message>
        <message>
            <source>Editor</source>
            <translation>编辑器</translation>
        </message>
        <message>
            <source>Graph</source>
            <translation>图</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>浅色</translation>
        </message>
        <message>
            <source>Like the system</source>
            <translation>跟随系统</translation>
        </message>
        <message>
            <source>One that is found and can be told a line</source>
            <translation>自动找到的、可定位到行的编辑器</translation>
        </message>
        <message>
            <source>Preferences</source>
            <translation>偏好设置</translation>
        </message>
        <message>
            <source>The language changes when NPU Studio is started again.</source>
            <translation>重新启动 NPU Studio 后语言生效。</translation>
        </message>
        <message>
            <source>What the system opens Python files with</source>
            <translation>系统默认的 Python 文件打开方式</translation>
        </message>
        <message>
            <source>Zoom with the wheel, without Ctrl</source>
            <translation>滚轮直接缩放，无需 Ctrl</translation>
        </message>
        <message>
            <source>{file} and {line} stand for the file and the line that made a node.</source>
            <translation>{file} 和 {line} 代表生成节点的文件与行号。</translation>
        </message>
    </context>
    <context>
        <name>PreprocessingForm</name>
        <message>
            <source>Channel order</source>
            <translation>通道顺序</translation>
        </message>
        <message>
            <source>Channels</source>
            <translation>通道</translation>
        </message>
        <message>
            <source>Deviation</source>
            <translation>标准差</translation>
        </message>
        <message>
            <source>Divisor</source>
            <translation>除数</translation>
        </message>
        <message>
            <source>Mean</source>
            <translation>均值</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>尺寸</translation>
        </message>
        <message>
            <source>{value}, channel {number}</source>
            <translation>{value}，通道 {number}</translation>
        </message>
    </context>
    <context>
        <name>Preview</name>
        <message>
            <source>1 example image</source>
            <translation>1 张示例图像</translation>
        </message>
        <message>
            <source>1 tried input</source>
            <translation>1 组试算输入</translation>
        </message>
        <message>
            <source>approximation: changes results</source>
            <translation>近似：会改变结果</translation>
        </message>
        <message>
            <source>at most {relative} % of the largest value ({absolute}) where it was rewritten</source>
            <translation>改写处的偏差最多为最大值的 {relative} %（{absolute}）</translation>
        </message>
        <message>
            <source>changes results</source>
            <translation>会改变结果</translation>
        </message>
        <message>
            <source>changes results by up to {relative} % of the largest output ({absolute}) on {samples}</source>
            <translation>会改变结果：最多为最大输出的 {relative} %（{absolute}），在 {samples}上测得</translation>
        </message>
        <message>
            <source>changes results: other outputs, or in another shape</source>
            <translation>会改变结果：输出不同，或形状不同</translation>
        </message>
        <message>
            <source>changes results: outputs become infinite or no number</source>
            <translation>会改变结果：输出变为无穷大或非数值（NaN）</translation>
        </message>
        <message>
            <source>exact, up to rounding</source>
            <translation>精确（仅舍入误差）</translation>
        </message>
        <message>
            <source>float results stay</source>
            <translation>浮点结果不变</translation>
        </message>
        <message>
            <source>no difference on {samples}</source>
            <translation>在 {samples}上无差异</translation>
        </message>
        <message>
            <source>no difference where it was rewritten</source>
            <translation>改写处没有差异</translation>
        </message>
        <message>
            <source>within rounding: at most {relative} % of the largest output ({absolute}) on {samples}</source>
            <translation>仅舍入误差：最多为最大输出的 {relative} %（{absolute}），在 {samples}上测得</translation>
        </message>
        <message>
            <source>{} example images</source>
            <translation>{} 张示例图像</translation>
        </message>
        <message>
            <source>{} tried inputs</source>
            <translation>{} 组试算输入</translation>
        </message>
    </context>
    <context>
        <name>PreviewView</name>
        <message>
            <source>Before → after</source>
            <translation>修改前 → 修改后</translation>
        </message>
        <message>
            <source>Changes results: other outputs are returned, or in another shape.</source>
            <translation>结果会变化：输出节点或其形状不同。</translation>
        </message>
        <message>
            <source>Changes results: outputs become infinite or no number.</source>
            <translation>会改变结果：输出变为无穷大或非数值（NaN）。</translation>
        </message>
        <message>
            <source>Changes results: up to {relative} % of the largest output ({absolute}) on {samples}.</source>
            <translation>结果会变化：在 {samples}上最多为最大输出的 {relative} %（{absolute}）。</translation>
        </message>
        <message>
            <source>Code before and after</source>
            <translation>修改前后的代码</translation>
        </message>
        <message>
            <source>Float results stay; quantized ones change.</source>
            <translation>浮点结果不变；量化结果随之改变。</translation>
        </message>
        <message>
            <source>No difference on {samples}.</source>
            <translation>在 {samples}上无差异。</translation>
        </message>
        <message>
            <source>Not measured: there are no sample inputs.</source>
            <translation>未测量：没有样本输入。</translation>
        </message>
        <message>
            <source>Within rounding: at most {relative} % of the largest output ({absolute}) on {samples}.</source>
            <translation>仅舍入误差：在 {samples}上最多为最大输出的 {relative} %（{absolute}）。</translation>
        </message>
        <message>
            <source>and {} more in another shape</source>
            <translation>另有 {} 个形状改变</translation>
        </message>
        <message>
            <source>{node} yields {shape}</source>
            <translation>{node} 输出 {shape}</translation>
        </message>
        <message>
            <source>{node} yields {shape} instead of {before}</source>
            <translation>{node} 输出 {shape}（原为 {before}）</translation>
        </message>
        <message>
            <source>… and {} more lines</source>
            <translation>…… 另有 {} 行</translation>
        </message>
    </context>
    <context>
        <name>ProblemBar</name>
        <message>
            <source>Filter…</source>
            <translation>筛选…</translation>
        </message>
        <message>
            <source>Group</source>
            <translation>分组</translation>
        </message>
        <message>
            <source>One heading for each kind of problem</source>
            <translation>同类问题归于一个标题下</translation>
        </message>
        <message>
            <source>Show only problems with these words</source>
            <translation>仅显示包含这些词的问题</translation>
        </message>
    </context>
    <context>
        <name>ProblemDelegate</name>
        <message>
            <source>Fix {}</source>
            <translation>修复 {} 处</translation>
        </message>
    </context>
    <context>
        <name>ProblemModel</name>
        <message>
            <source>1 problem</source>
            <translation>1 个问题</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>已折叠</translation>
        </message>
        <message>
            <source>in {}</source>
            <translation>· {}</translation>
        </message>
        <message>
            <source>open</source>
            <translation>已展开</translation>
        </message>
        <message>
            <source>{severity}: {title}. {text}</source>
            <translation>{severity}：{title}。{text}</translation>
        </message>
        <message>
            <source>{} problems</source>
            <translation>{} 个问题</translation>
        </message>
    </context>
    <context>
        <name>ProblemNotes</name>
        <message>
            <source>{title}: {message}</source>
            <translation>{title}：{message}</translation>
        </message>
    </context>
    <context>
        <name>ProblemRibbon</name>
        <message>
            <source>Advice at {node}: {note}</source>
            <translation>{node} 处的建议：{note}</translation>
        </message>
        <message>
            <source>Error at {node}: {note}</source>
            <translation>{node} 处的错误：{note}</translation>
        </message>
        <message>
            <source>Problems along the graph</source>
            <translation>图中的问题</translation>
        </message>
        <message>
            <source>Warning at {node}: {note}</source>
            <translation>{node} 处的警告：{note}</translation>
        </message>
    </context>
    <context>
        <name>ProblemsPanel</name>
        <message>
            <source>Fix all</source>
            <translation>全部修复</translation>
        </message>
        <message>
            <source>Fix all {}</source>
            <translation>全部修复 {}</translation>
        </message>
        <message>
            <source>Fix {} shown</source>
            <translation>修复 {} 项</translation>
        </message>
        <message>
            <source>No problems for {}.</source>
            <translation>{} 上没有问题。</translation>
        </message>
        <message>
            <source>No problems.</source>
            <translation>没有问题。</translation>
        </message>
        <message>
            <source>None of {} problems has these words.</source>
            <translation>{} 个问题均不含这些文字。</translation>
        </message>
        <message>
            <source>Open a model to see what the target cannot run.</source>
            <translation>打开模型，查看目标平台不支持的内容。</translation>
        </message>
        <message>
            <source>Problems</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>The problem does not have these words.</source>
            <translation>该问题不含这些文字。</translation>
        </message>
        <message>
            <source>checking…</source>
            <translation>检查中…</translation>
        </message>
        <message>
            <source>not checked</source>
            <translation>未检查</translation>
        </message>
    </context>
    <context>
        <name>Questions</name>
        <message>
            <source>1 edit</source>
            <translation>1 处修改</translation>
        </message>
        <message>
            <source>Another window or program has written to it. Saving there loses what it wrote; another name keeps both.</source>
            <translation>另一个窗口或程序已写入该文件。保存到此处会丢失其写入的内容；另存为其他名称可保留两者。</translation>
        </message>
        <message>
            <source>Missing in the file</source>
            <translation>文件中缺失</translation>
        </message>
        <message>
            <source>Of another shape</source>
            <translation>形状不符</translation>
        </message>
        <message>
            <source>Opening this model runs {}.</source>
            <translation>打开该模型将运行 {}。</translation>
        </message>
        <message>
            <source>Overwrite</source>
            <translation>覆盖</translation>
        </message>
        <message>
            <source>Overwrite other changes?</source>
            <translation>覆盖其他更改？</translation>
        </message>
        <message>
            <source>Python code can do anything on this computer that you can. Run it only if you know where it comes from. You will be asked again if this file changes, not if one that it imports does.</source>
            <translation>Python 代码能在这台电脑上做您能做的任何事。只有知道其来源时才运行。此文件改变时会再次询问，它所导入的文件改变时不会。</translation>
        </message>
        <message>
            <source>Replace the file?</source>
            <translation>替换文件？</translation>
        </message>
        <message>
            <source>Run it</source>
            <translation>运行</translation>
        </message>
        <message>
            <source>Run this model's code?</source>
            <translation>运行该模型的代码？</translation>
        </message>
        <message>
            <source>Save changes?</source>
            <translation>保存修改？</translation>
        </message>
        <message>
            <source>Save the changes to {} before closing?</source>
            <translation>关闭前是否保存对 {} 的修改？</translation>
        </message>
        <message>
            <source>Save under another name…</source>
            <translation>另存为其他名称…</translation>
        </message>
        <message>
            <source>Unexpected in the file</source>
            <translation>文件中多余</translation>
        </message>
        <message>
            <source>Unsaved work of {when} cannot be recovered here. {reason}</source>
            <translation>{when} 未保存的工作无法在此恢复。{reason}</translation>
        </message>
        <message>
            <source>{file}: {counts}.</source>
            <translation>{file}：{counts}。</translation>
        </message>
        <message>
            <source>{name} with {edits} was not saved when the window ended on {when}.</source>
            <translation>{name}（{edits}）在窗口于 {when} 结束时尚未保存。</translation>
        </message>
        <message>
            <source>{} More in the log: {}.</source>
            <translation>{} 日志中还有 {} 条。</translation>
        </message>
        <message>
            <source>{} edits</source>
            <translation>{} 处修改</translation>
        </message>
        <message>
            <source>{} is there already. Replace it?</source>
            <translation>{} 已存在。要替换吗？</translation>
        </message>
        <message>
            <source>{} missing</source>
            <translation>{} 个缺失</translation>
        </message>
        <message>
            <source>{} of another shape</source>
            <translation>{} 个形状不符</translation>
        </message>
        <message>
            <source>{} unexpected</source>
            <translation>{} 个多余</translation>
        </message>
        <message>
            <source>{} was changed since this window opened or saved it.</source>
            <translation>自此窗口打开或保存以来，{} 已被更改。</translation>
        </message>
        <message>
            <source>{} weights matched</source>
            <translation>{} 个权重匹配</translation>
        </message>
    </context>
    <context>
        <name>RangeForm</name>
        <message>
            <source>Both ends are numbers, like −4 or 0.5.</source>
            <translation>两端须为数字，如 −4 或 0.5。</translation>
        </message>
        <message>
            <source>Leave it to calibration</source>
            <translation>由校准决定</translation>
        </message>
        <message>
            <source>Maximum</source>
            <translation>最大值</translation>
        </message>
        <message>
            <source>Minimum</source>
            <translation>最小值</translation>
        </message>
        <message>
            <source>Write where the range begins and ends. Its integers span it, whatever calibration sees; what lies outside is clipped.</source>
            <translation>请填写范围的起止值。无论校准结果如何，量化整数都覆盖此范围；超出部分被截断。</translation>
        </message>
        <message>
            <source>and {} more</source>
            <translation>另有 {} 个</translation>
        </message>
    </context>
    <context>
        <name>RenameForm</name>
        <message>
            <source>A name has letters, digits and _, and begins with no digit.</source>
            <translation>名称由字母、数字和 _ 组成，且不以数字开头。</translation>
        </message>
        <message>
            <source>New name</source>
            <translation>新名称</translation>
        </message>
        <message>
            <source>New name of {}</source>
            <translation>{} 的新名称</translation>
        </message>
        <message>
            <source>Write another name. Results stay as they are.</source>
            <translation>请输入另一个名称。结果不变。</translation>
        </message>
        <message>
            <source>{} is taken; choose another name.</source>
            <translation>{} 已被占用，请换一个名称。</translation>
        </message>
    </context>
    <context>
        <name>RewireForm</name>
        <message>
            <source>Choose what it reads instead; {} values fit.</source>
            <translation>请选择新的输入来源；{} 个值适合。</translation>
        </message>
        <message>
            <source>Input</source>
            <translation>输入</translation>
        </message>
        <message>
            <source>Looking which values fit…</source>
            <translation>正在查找适合的值…</translation>
        </message>
        <message>
            <source>Reads instead</source>
            <translation>改为读取</translation>
        </message>
        <message>
            <source>Sources</source>
            <translation>来源</translation>
        </message>
    </context>
    <context>
        <name>Rule</name>
        <message>
            <source>Add the tensors instead of stacking them</source>
            <translation>不堆叠各张量，而直接相加</translation>
        </message>
        <message>
            <source>Append argmax</source>
            <translation>追加 argmax</translation>
        </message>
        <message>
            <source>Append resize and argmax</source>
            <translation>追加缩放和 argmax</translation>
        </message>
        <message>
            <source>Approximate GELU by a sigmoid</source>
            <translation>用 sigmoid 近似 GELU</translation>
        </message>
        <message>
            <source>Average the volume by planes, then across them</source>
            <translation>体数据先逐平面平均，再沿深度平均</translation>
        </message>
        <message>
            <source>Average whole windows, and scale them to the values they hold</source>
            <translation>对完整窗口求平均，再按其中的数值个数缩放</translation>
        </message>
        <message>
            <source>Choose among the logits</source>
            <translation>在 logits 中选择</translation>
        </message>
        <message>
            <source>Compare before the sigmoid</source>
            <translation>在 sigmoid 之前比较</translation>
        </message>
        <message>
            <source>Compare in the type that torch compares in</source>
            <translation>用 torch 比较时所用的类型比较</translation>
        </message>
        <message>
            <source>Compare the class logits with a bound from the objectness</source>
            <translation>用目标置信度推出的界限比较类别 logits</translation>
        </message>
        <message>
            <source>Compute axes that stay together as one</source>
            <translation>将始终相邻的轴合并为一个轴计算</translation>
        </message>
        <message>
            <source>Compute constants beforehand</source>
            <translation>预先计算常量</translation>
        </message>
        <message>
            <source>Compute from the weights beforehand</source>
            <translation>由权重预先计算</translation>
        </message>
        <message>
            <source>Compute it on the chip</source>
            <translation>在芯片上计算</translation>
        </message>
        <message>
            <source>Compute it once</source>
            <translation>只计算一次</translation>
        </message>
        <message>
            <source>Compute the line as an image of one row</source>
            <translation>将一维数据当作单行图像计算</translation>
        </message>
        <message>
            <source>Compute the vectors as images of one pixel</source>
            <translation>将向量按单像素图像计算</translation>
        </message>
        <message>
            <source>Compute with 4 dimensions</source>
            <translation>以 4 维计算</translation>
        </message>
        <message>
            <source>Compute with the dimensions there were before</source>
            <translation>用原来的维数计算</translation>
        </message>
        <message>
            <source>Convolve along the channels with one 1×1 convolution</source>
            <translation>用一个 1×1 卷积沿通道卷积</translation>
        </message>
        <message>
            <source>Convolve every n-th pixel for itself</source>
            <translation>对每隔 n 个的像素分别卷积</translation>
        </message>
        <message>
            <source>Divide whole numbers as floating-point ones</source>
            <translation>把整数除法改为浮点除法</translation>
        </message>
        <message>
            <source>Drop all such outputs</source>
            <translation>去掉所有此类输出</translation>
        </message>
        <message>
            <source>Drop the doubled stub</source>
            <translation>移除重复的量化/反量化节点</translation>
        </message>
        <message>
            <source>Drop this output</source>
            <translation>去掉此输出</translation>
        </message>
        <message>
            <source>Drop what changes nothing</source>
            <translation>移除无作用的算子</translation>
        </message>
        <message>
            <source>End the network before it</source>
            <translation>让网络在它之前结束</translation>
        </message>
        <message>
            <source>Find the minimum as the maximum of −x</source>
            <translation>用 −x 的最大值求最小值的位置</translation>
        </message>
        <message>
            <source>Flatten on the host, after a convolution over the whole map</source>
            <translation>在覆盖整图的卷积之后，由主机展平</translation>
        </message>
        <message>
            <source>Fold batch norm into the convolution</source>
            <translation>将批归一化折叠进卷积</translation>
        </message>
        <message>
            <source>Fold batch norm into the convolution after it</source>
            <translation>将批归一化折叠进其后的卷积</translation>
        </message>
        <message>
            <source>Fold the batch norm first</source>
            <translation>先折叠批归一化</translation>
        </message>
        <message>
            <source>Give each call a module of its own</source>
            <translation>让每次调用使用自己的模块</translation>
        </message>
        <message>
            <source>Give each call weights of its own</source>
            <translation>为每次调用提供独立的权重</translation>
        </message>
        <message>
            <source>Give this call a module of its own</source>
            <translation>让这次调用使用自己的模块</translation>
        </message>
        <message>
            <source>Give this call weights of its own</source>
            <translation>为此调用提供独立的权重</translation>
        </message>
        <message>
            <source>Insert a quant stub</source>
            <translation>插入量化节点</translation>
        </message>
        <message>
            <source>Insert stubs</source>
            <translation>插入量化/反量化节点</translation>
        </message>
        <message>
            <source>Keep all dimensions of the total</source>
            <translation>总和保留所有维度</translation>
        </message>
        <message>
            <source>Keep every cell whose objectness may suffice</source>
            <translation>保留目标置信度可能足够的所有单元</translation>
        </message>
        <message>
            <source>Keep the reduced dimension</source>
            <translation>保留被归约的维度</translation>
        </message>
        <message>
            <source>Keep the reduced dimension, and drop it in a reshape</source>
            <translation>保留被归约的维度，再用 reshape 去掉</translation>
        </message>
        <message>
            <source>Keep the reduced dimension, and drop it on the host</source>
            <translation>保留被归约的维度，并在主机上去除</translation>
        </message>
        <message>
            <source>Leave the classifier's head to the host</source>
            <translation>将分类头留给主机</translation>
        </message>
        <message>
            <source>Leave the concatenation of one tensor out</source>
            <translation>去掉只有一个张量的拼接</translation>
        </message>
        <message>
            <source>Leave the decoding to the host</source>
            <translation>将解码留给主机</translation>
        </message>
        <message>
            <source>Let the convolution pad</source>
            <translation>由卷积完成填充</translation>
        </message>
        <message>
            <source>Let the next op spread the values</source>
            <translation>由后续算子自行广播数值</translation>
        </message>
        <message>
            <source>Mask what lies above the diagonal</source>
            <translation>用掩码去掉对角线以上的值</translation>
        </message>
        <message>
            <source>Mask what lies below the diagonal</source>
            <translation>用掩码去掉对角线以下的值</translation>
        </message>
        <message>
            <source>Merge parallel branches into one convolution</source>
            <translation>将并行分支合并为一个卷积</translation>
        </message>
        <message>
            <source>Merge the 1×1 convolution into the one before it</source>
            <translation>将 1×1 卷积并入前一个卷积</translation>
        </message>
        <message>
            <source>Merge with the 1×1 convolution before it</source>
            <translation>与其前的 1×1 卷积合并</translation>
        </message>
        <message>
            <source>Merge with the patches before it</source>
            <translation>与其前的分块合并</translation>
        </message>
        <message>
            <source>Merge with the same op before it</source>
            <translation>与其前的相同算子合并</translation>
        </message>
        <message>
            <source>Move the values by slices and concatenations</source>
            <translation>用切片和拼接移动这些值</translation>
        </message>
        <message>
            <source>Move the values on the host, behind the stub</source>
            <translation>在主机上（反量化节点之后）变换形状与排列</translation>
        </message>
        <message>
            <source>Normalize a batch with 4 dimensions</source>
            <translation>以 4 维做批归一化</translation>
        </message>
        <message>
            <source>Normalize layers with 4 dimensions</source>
            <translation>以 4 维做层归一化</translation>
        </message>
        <message>
            <source>Pad by a number with the op for that</source>
            <translation>用专门的算子按数值填充</translation>
        </message>
        <message>
            <source>Pad by numbers instead of a word</source>
            <translation>以数值代替字符串指定填充</translation>
        </message>
        <message>
            <source>Pool the parts of each size by themselves</source>
            <translation>不同大小的窗口分段池化</translation>
        </message>
        <message>
            <source>Pool the volume by planes, then across them</source>
            <translation>体数据先逐平面池化，再沿深度池化</translation>
        </message>
        <message>
            <source>Reduce all axes, and drop them in a reshape</source>
            <translation>归约所有轴，再用 reshape 去掉</translation>
        </message>
        <message>
            <source>Reduce one axis after the other</source>
            <translation>逐轴归约</translation>
        </message>
        <message>
            <source>Reduce the batch as channels of one image</source>
            <translation>将批次当作单张图像的通道归约</translation>
        </message>
        <message>
            <source>Repeat the edge instead of pooling in ceil mode</source>
            <translation>以边缘重复代替 ceil 模式池化</translation>
        </message>
        <message>
            <source>Resize as images</source>
            <translation>按图像缩放</translation>
        </message>
        <message>
            <source>Resize bilinearly instead of bicubically</source>
            <translation>以双线性代替双三次缩放</translation>
        </message>
        <message>
            <source>Resize by a factor instead of to a size</source>
            <translation>按倍数而非尺寸缩放</translation>
        </message>
        <message>
            <source>Resize single pixels without aligned corners</source>
            <translation>不对齐角点地缩放单个像素</translation>
        </message>
        <message>
            <source>Resize to a size instead of by a factor</source>
            <translation>按尺寸而非倍数缩放</translation>
        </message>
        <message>
            <source>Resize with aligned corners</source>
            <translation>角点对齐地缩放</translation>
        </message>
        <message>
            <source>Resize without aligned corners</source>
            <translation>不对齐角点地缩放</translation>
        </message>
        <message>
            <source>Sample nearest pixels at their centres</source>
            <translation>在像素中心作最近邻采样</translation>
        </message>
        <message>
            <source>Set int16</source>
            <translation>设为 int16</translation>
        </message>
        <message>
            <source>Set int32 output</source>
            <translation>设为 int32 输出</translation>
        </message>
        <message>
            <source>Set int8</source>
            <translation>设为 int8</translation>
        </message>
        <message>
            <source>Split the average into two smaller ones</source>
            <translation>将平均池化拆成两个较小的</translation>
        </message>
        <message>
            <source>Spread an operand before the op</source>
            <translation>先展开一个操作数再计算</translation>
        </message>
        <message>
            <source>Sum what each cell takes from a table</source>
            <translation>按查表对每个单元求和</translation>
        </message>
        <message>
            <source>Take off what exceeds the bounds</source>
            <translation>减去超出上下限的部分</translation>
        </message>
        <message>
            <source>Take the greatest values in their order</source>
            <translation>按大小顺序取最大的值</translation>
        </message>
        <message>
            <source>Take the listed places as rows</source>
            <translation>把列出的位置作为行来取</translation>
        </message>
        <message>
            <source>Take the maximum from the op that finds its place too</source>
            <translation>由同时给出索引的 max 取最大值</translation>
        </message>
        <message>
            <source>Take the maximum of every n-th pixel for itself</source>
            <translation>对每隔 n 个的像素分别取最大值</translation>
        </message>
        <message>
            <source>Take the maximum of the line as of an image of one row</source>
            <translation>将一维自适应最大池化写成单行图像的池化</translation>
        </message>
        <message>
            <source>Take the maximum of the volume by planes, then across them</source>
            <translation>体数据先逐平面取最大值，再沿深度取最大值</translation>
        </message>
        <message>
            <source>Take the minimum and the maximum with two ops</source>
            <translation>用两个算子分别取最小值和最大值</translation>
        </message>
        <message>
            <source>Take the minimum from the op that finds its place too</source>
            <translation>由同时给出索引的 min 取最小值</translation>
        </message>
        <message>
            <source>Take the nearest pixels of a larger resize</source>
            <translation>从更大的缩放中取最近的像素</translation>
        </message>
        <message>
            <source>Take the parts before they are moved</source>
            <translation>先取出各部分再移动</translation>
        </message>
        <message>
            <source>Take the rows by indexing</source>
            <translation>用索引取出这些行</translation>
        </message>
        <message>
            <source>Take the sigmoid of the greatest logit only</source>
            <translation>只对最大的 logit 取 sigmoid</translation>
        </message>
        <message>
            <source>Take the stub away</source>
            <translation>移除该 stub</translation>
        </message>
        <message>
            <source>Take the stubs away</source>
            <translation>移除这些 stub</translation>
        </message>
        <message>
            <source>Use GELU without approximation</source>
            <translation>使用不近似的 GELU</translation>
        </message>
        <message>
            <source>Write CELU with exp</source>
            <translation>用 exp 表示 CELU</translation>
        </message>
        <message>
            <source>Write ELU with exp</source>
            <translation>用 exp 表示 ELU</translation>
        </message>
        <message>
            <source>Write GELU with erf</source>
            <translation>用 erf 表示 GELU</translation>
        </message>
        <message>
            <source>Write GELU with tanh</source>
            <translation>用 tanh 表示 GELU</translation>
        </message>
        <message>
            <source>Write GLU as a product</source>
            <translation>将 GLU 写成乘积</translation>
        </message>
        <message>
            <source>Write Mish as a product</source>
            <translation>将 Mish 写成乘积</translation>
        </message>
        <message>
            <source>Write PReLU with two ReLUs</source>
            <translation>用两个 ReLU 表示 PReLU</translation>
        </message>
        <message>
            <source>Write RMS norm with a mean</source>
            <translation>用均值表示 RMS 归一化</translation>
        </message>
        <message>
            <source>Write ReLU6 as a clamp</source>
            <translation>将 ReLU6 写成 clamp</translation>
        </message>
        <message>
            <source>Write SELU with exp</source>
            <translation>用 exp 表示 SELU</translation>
        </message>
        <message>
            <source>Write SiLU as a product</source>
            <translation>将 SiLU 写成乘积</translation>
        </message>
        <message>
            <source>Write adaptive maximum as plain maximum</source>
            <translation>将自适应最大池化写成普通最大池化</translation>
        </message>
        <message>
            <source>Write adaptive pooling as plain pooling</source>
            <translation>将自适应池化写成普通池化</translation>
        </message>
        <message>
            <source>Write any and all as an extreme</source>
            <translation>将 any 和 all 写成最大值或最小值</translation>
        </message>
        <message>
            <source>Write attention as matrix products and a softmax</source>
            <translation>将注意力写成矩阵乘与 softmax</translation>
        </message>
        <message>
            <source>Write batch norm as a depthwise convolution</source>
            <translation>将批归一化写成深度卷积</translation>
        </message>
        <message>
            <source>Write batch norm as multiply and add</source>
            <translation>将批归一化写成乘加</translation>
        </message>
        <message>
            <source>Write batch norm of the batch itself with means</source>
            <translation>用均值写出按本批统计的批归一化</translation>
        </message>
        <message>
            <source>Write c − x as (x + (−c)) · (−1)</source>
            <translation>将 c − x 写成 (x + (−c)) · (−1)</translation>
        </message>
        <message>
            <source>Write constants at listed places as a choice</source>
            <translation>将在指定位置写入常量写成选择</translation>
        </message>
        <message>
            <source>Write depth to space as a transposed convolution</source>
            <translation>将 depth-to-space 写成转置卷积</translation>
        </message>
        <message>
            <source>Write even and odd channels as slices</source>
            <translation>将奇偶通道写成切片</translation>
        </message>
        <message>
            <source>Write expm1 with exp</source>
            <translation>用 exp 写出 expm1</translation>
        </message>
        <message>
            <source>Write flatten and linear as a convolution over the whole map</source>
            <translation>将 flatten 与 linear 写成覆盖整个特征图的卷积</translation>
        </message>
        <message>
            <source>Write global pooling as a mean</source>
            <translation>将全局池化写成均值</translation>
        </message>
        <message>
            <source>Write group norm with means</source>
            <translation>用均值表示组归一化</translation>
        </message>
        <message>
            <source>Write hard shrinkage as a choice</source>
            <translation>将硬收缩写成选择</translation>
        </message>
        <message>
            <source>Write hard-sigmoid as a clamp</source>
            <translation>将 hard-sigmoid 写成 clamp</translation>
        </message>
        <message>
            <source>Write hard-sigmoid with ReLU6</source>
            <translation>用 ReLU6 表示 hard-sigmoid</translation>
        </message>
        <message>
            <source>Write hard-swish as a product</source>
            <translation>将 hard-swish 写成乘积</translation>
        </message>
        <message>
            <source>Write hard-swish with ReLU6</source>
            <translation>用 ReLU6 表示 hard-swish</translation>
        </message>
        <message>
            <source>Write hard-swish with a clamp</source>
            <translation>用 clamp 表示 hard-swish</translation>
        </message>
        <message>
            <source>Write hard-tanh as a clamp</source>
            <translation>将 hard-tanh 写成 clamp</translation>
        </message>
        <message>
            <source>Write instance norm with means</source>
            <translation>用均值表示实例归一化</translation>
        </message>
        <message>
            <source>Write layer norm with means</source>
            <translation>用均值表示层归一化</translation>
        </message>
        <message>
            <source>Write leaky ReLU as a maximum</source>
            <translation>将 leaky ReLU 写成最大值</translation>
        </message>
        <message>
            <source>Write leaky ReLU with two ReLUs</source>
            <translation>用两个 ReLU 表示 leaky ReLU</translation>
        </message>
        <message>
            <source>Write linear as a 1×1 convolution</source>
            <translation>将 linear 写成 1×1 卷积</translation>
        </message>
        <message>
            <source>Write log-sigmoid with exp and log</source>
            <translation>用 exp 和 log 表示 log-sigmoid</translation>
        </message>
        <message>
            <source>Write log-softmax with exp and log</source>
            <translation>用 exp 和 log 表示 log-softmax</translation>
        </message>
        <message>
            <source>Write log-sum-exp with exp and log</source>
            <translation>用 exp 和 log 写 log-sum-exp</translation>
        </message>
        <message>
            <source>Write log1p with log</source>
            <translation>用 log 写出 log1p</translation>
        </message>
        <message>
            <source>Write logit with log</source>
            <translation>用 log 写出 logit</translation>
        </message>
        <message>
            <source>Write masked assignment as a choice</source>
            <translation>将掩码赋值写成选择</translation>
        </message>
        <message>
            <source>Write one over a square root with two ops</source>
            <translation>用两个算子写平方根的倒数</translation>
        </message>
        <message>
            <source>Write randomized leaky ReLU as leaky ReLU</source>
            <translation>将随机 leaky ReLU 写成 leaky ReLU</translation>
        </message>
        <message>
            <source>Write rounding with floor and comparisons</source>
            <translation>将四舍五入取整写成 floor 与比较</translation>
        </message>
        <message>
            <source>Write row assignment as a concatenation</source>
            <translation>将行赋值写成拼接</translation>
        </message>
        <message>
            <source>Write slice assignment as a concatenation</source>
            <translation>将切片赋值写成拼接</translation>
        </message>
        <message>
            <source>Write slice assignment with a step as concatenations</source>
            <translation>将带步长的切片赋值写成拼接</translation>
        </message>
        <message>
            <source>Write soft shrinkage with a clamp</source>
            <translation>用截断写软收缩</translation>
        </message>
        <message>
            <source>Write softmax with exp and sum</source>
            <translation>用 exp 和 sum 表示 softmax</translation>
        </message>
        <message>
            <source>Write softplus with exp and log</source>
            <translation>用 exp 和 log 表示 softplus</translation>
        </message>
        <message>
            <source>Write space to depth as a convolution</source>
            <translation>将 space-to-depth 写成卷积</translation>
        </message>
        <message>
            <source>Write split as slices</source>
            <translation>将 split 写成切片</translation>
        </message>
        <message>
            <source>Write stack and reshape as one concatenation</source>
            <translation>将 stack 与 reshape 写成一次拼接</translation>
        </message>
        <message>
            <source>Write stack as a concatenation</source>
            <translation>将 stack 写成拼接</translation>
        </message>
        <message>
            <source>Write strided slices as a convolution</source>
            <translation>将跨步切片写成卷积</translation>
        </message>
        <message>
            <source>Write tanh as a sigmoid</source>
            <translation>将 tanh 写成 sigmoid</translation>
        </message>
        <message>
            <source>Write the Einstein sum as a matrix product</source>
            <translation>将爱因斯坦求和写成矩阵乘</translation>
        </message>
        <message>
            <source>Write the Einstein sum by sums and by pairs of tensors</source>
            <translation>将爱因斯坦求和写为求和与两两张量相乘</translation>
        </message>
        <message>
            <source>Write the added matrix product with two ops</source>
            <translation>用两个算子写带加法的矩阵乘</translation>
        </message>
        <message>
            <source>Write the added product with two ops</source>
            <translation>用两个算子写带加法的乘积</translation>
        </message>
        <message>
            <source>Write the addition to listed rows as a concatenation</source>
            <translation>将对指定行的累加写成拼接</translation>
        </message>
        <message>
            <source>Write the assignment in memory as slice assignments</source>
            <translation>把对内存的赋值改为切片赋值</translation>
        </message>
        <message>
            <source>Write the assignment to a diagonal as a choice</source>
            <translation>将对对角线的赋值写成选择</translation>
        </message>
        <message>
            <source>Write the assignment to listed rows as a concatenation</source>
            <translation>将对指定行的赋值写成拼接</translation>
        </message>
        <message>
            <source>Write the average as a depthwise convolution</source>
            <translation>将平均池化写成深度卷积</translation>
        </message>
        <message>
            <source>Write the average of the whole map as a mean</source>
            <translation>将整图平均写成均值</translation>
        </message>
        <message>
            <source>Write the bilinear resize as two products with constant matrices</source>
            <translation>将双线性缩放写成与常量矩阵的两次乘积</translation>
        </message>
        <message>
            <source>Write the bits as logic</source>
            <translation>将按位运算写成逻辑运算</translation>
        </message>
        <message>
            <source>Write the blend as a weighted sum</source>
            <translation>将混合写成加权和</translation>
        </message>
        <message>
            <source>Write the bound as a clamp</source>
            <translation>将界限写成截断</translation>
        </message>
        <message>
            <source>Write the channel shuffle as a 1×1 convolution</source>
            <translation>将通道混洗写成 1×1 卷积</translation>
        </message>
        <message>
            <source>Write the channel shuffle as one op</source>
            <translation>将通道混洗写成一个算子</translation>
        </message>
        <message>
            <source>Write the choice as a sum of products</source>
            <translation>将选择写成乘积之和</translation>
        </message>
        <message>
            <source>Write the clamp as a scaled ReLU6</source>
            <translation>将 clamp 写成缩放的 ReLU6</translation>
        </message>
        <message>
            <source>Write the clamp at zero as ReLU</source>
            <translation>将以零为界的 clamp 写成 ReLU</translation>
        </message>
        <message>
            <source>Write the clamp between tensors with extremes</source>
            <translation>将以张量为界的截断写成取最大值和最小值</translation>
        </message>
        <message>
            <source>Write the clamp to [0, 6] as ReLU6</source>
            <translation>将 [0, 6] 的 clamp 写成 ReLU6</translation>
        </message>
        <message>
            <source>Write the clamp with ReLU</source>
            <translation>用 ReLU 写 clamp</translation>
        </message>
        <message>
            <source>Write the classes as comparisons</source>
            <translation>用比较写出独热编码</translation>
        </message>
        <message>
            <source>Write the constant as a number</source>
            <translation>将该常量写成一个数</translation>
        </message>
        <message>
            <source>Write the constant of each channel as a depthwise convolution</source>
            <translation>将逐通道常量写成深度卷积</translation>
        </message>
        <message>
            <source>Write the cosine with sums of products</source>
            <translation>用乘积之和写出余弦相似度</translation>
        </message>
        <message>
            <source>Write the diagonal as a slice with steps</source>
            <translation>将对角线写为带步长的切片</translation>
        </message>
        <message>
            <source>Write the distance with a sum of squares</source>
            <translation>用平方和写出距离</translation>
        </message>
        <message>
            <source>Write the distances of all pairs with sums of squares</source>
            <translation>用平方和写出所有成对距离</translation>
        </message>
        <message>
            <source>Write the division by a number as a product</source>
            <translation>将除以常数写成乘积</translation>
        </message>
        <message>
            <source>Write the extreme of a map as pooling</source>
            <translation>将整图的最大值或最小值写成池化</translation>
        </message>
        <message>
            <source>Write the extreme with a number as a clamp</source>
            <translation>将与一个数的最值写成截断</translation>
        </message>
        <message>
            <source>Write the flip as listed rows</source>
            <translation>将翻转写成按序号取行</translation>
        </message>
        <message>
            <source>Write the function with plain ones</source>
            <translation>用基本函数写出该函数</translation>
        </message>
        <message>
            <source>Write the larger of two with ReLU</source>
            <translation>用 ReLU 写两者中的较大值</translation>
        </message>
        <message>
            <source>Write the listed channels as a 1×1 convolution</source>
            <translation>将所列通道写成 1×1 卷积</translation>
        </message>
        <message>
            <source>Write the listed rows as slices</source>
            <translation>将所列的行写成切片</translation>
        </message>
        <message>
            <source>Write the logic as arithmetic</source>
            <translation>将逻辑运算写成算术运算</translation>
        </message>
        <message>
            <source>Write the magnitude with ReLU</source>
            <translation>用 ReLU 写出绝对值</translation>
        </message>
        <message>
            <source>Write the matrix of a diagonal as a masked product</source>
            <translation>将由对角线构成的矩阵写成掩码乘积</translation>
        </message>
        <message>
            <source>Write the maximum as the larger of halves</source>
            <translation>把最大值改为两半中的较大者</translation>
        </message>
        <message>
            <source>Write the mean of a map as global pooling</source>
            <translation>将整图均值写成全局池化</translation>
        </message>
        <message>
            <source>Write the move with plain ops</source>
            <translation>用基本算子写出该数据搬移</translation>
        </message>
        <message>
            <source>Write the moves as one permutation</source>
            <translation>将多次移动写成一次 permute</translation>
        </message>
        <message>
            <source>Write the multiplied patches as a convolution</source>
            <translation>将图像块与矩阵的乘积写成卷积</translation>
        </message>
        <message>
            <source>Write the nearest resize as two products with constant matrices</source>
            <translation>将最近邻缩放写成与两个常量矩阵的乘积</translation>
        </message>
        <message>
            <source>Write the negation as a product</source>
            <translation>将取负写成乘积</translation>
        </message>
        <message>
            <source>Write the norm with a sum of squares</source>
            <translation>用平方和表示范数</translation>
        </message>
        <message>
            <source>Write the norm with magnitudes</source>
            <translation>用绝对值写出范数</translation>
        </message>
        <message>
            <source>Write the padding as a concatenation</source>
            <translation>将填充写成拼接</translation>
        </message>
        <message>
            <source>Write the power as products</source>
            <translation>将幂写成乘积</translation>
        </message>
        <message>
            <source>Write the power of a number with exp</source>
            <translation>用 exp 写出以常数为底的幂</translation>
        </message>
        <message>
            <source>Write the power of two with exp</source>
            <translation>用 exp 写出 2 的幂</translation>
        </message>
        <message>
            <source>Write the power with roots or exp</source>
            <translation>用开方或 exp 写出幂</translation>
        </message>
        <message>
            <source>Write the product along an axis by halves</source>
            <translation>将沿轴的乘积写为逐次对半相乘</translation>
        </message>
        <message>
            <source>Write the product as one of matrices</source>
            <translation>将该乘积写成矩阵乘法</translation>
        </message>
        <message>
            <source>Write the product of all values by halves</source>
            <translation>将全部数值的连乘写成逐次对半相乘</translation>
        </message>
        <message>
            <source>Write the product with erf as GELU</source>
            <translation>将含 erf 的乘积写成 GELU</translation>
        </message>
        <message>
            <source>Write the quotient of exponentials as a sigmoid</source>
            <translation>将指数之商写成 sigmoid</translation>
        </message>
        <message>
            <source>Write the quotient with a sigmoid</source>
            <translation>将该商写成 sigmoid</translation>
        </message>
        <message>
            <source>Write the recurrence out, step by step</source>
            <translation>将循环层逐步展开</translation>
        </message>
        <message>
            <source>Write the recurrent cell with plain ops</source>
            <translation>将循环单元写成普通算子</translation>
        </message>
        <message>
            <source>Write the regrouped channels as depth to space</source>
            <translation>将重新分组的通道写成 depth to space</translation>
        </message>
        <message>
            <source>Write the regrouped pixels as a convolution</source>
            <translation>将像素重排写成卷积</translation>
        </message>
        <message>
            <source>Write the reordered channels as a convolution and depth to space</source>
            <translation>将重排的通道改写为卷积加 depth to space</translation>
        </message>
        <message>
            <source>Write the repeated pixels as a resize</source>
            <translation>将重复的像素写成缩放</translation>
        </message>
        <message>
            <source>Write the repeated values as a spread axis</source>
            <translation>将重复的值写成展开的轴</translation>
        </message>
        <message>
            <source>Write the repetition as a concatenation</source>
            <translation>将重复写成拼接</translation>
        </message>
        <message>
            <source>Write the resize as two products with constant matrices</source>
            <translation>将缩放写成与常量矩阵的两次乘积</translation>
        </message>
        <message>
            <source>Write the resize of one pixel as a broadcast</source>
            <translation>将单像素缩放写成广播</translation>
        </message>
        <message>
            <source>Write the resize to aligned corners as products of matrices</source>
            <translation>把对齐角点的缩放改为矩阵乘积</translation>
        </message>
        <message>
            <source>Write the roll as slices</source>
            <translation>将滚动写成切片</translation>
        </message>
        <message>
            <source>Write the rounded division with floor</source>
            <translation>用 floor 写出取整除法</translation>
        </message>
        <message>
            <source>Write the running product by doubling steps</source>
            <translation>将累积乘积写为步长倍增的相乘</translation>
        </message>
        <message>
            <source>Write the running sum as a matrix product</source>
            <translation>将累加写成矩阵乘法</translation>
        </message>
        <message>
            <source>Write the shuffle as a 1×1 convolution</source>
            <translation>将混洗写成 1×1 卷积</translation>
        </message>
        <message>
            <source>Write the sign with comparisons</source>
            <translation>用比较写出符号函数</translation>
        </message>
        <message>
            <source>Write the stack as a concatenation</source>
            <translation>将堆叠写成拼接</translation>
        </message>
        <message>
            <source>Write the strided dilated convolution on every n-th pixel</source>
            <translation>将带步长的空洞卷积写成对每隔 n 个像素的卷积</translation>
        </message>
        <message>
            <source>Write the subtraction as an addition</source>
            <translation>将减法写成加法</translation>
        </message>
        <message>
            <source>Write the sum of a map as a mean</source>
            <translation>将整图求和写成求均值</translation>
        </message>
        <message>
            <source>Write the threshold as a choice</source>
            <translation>将阈值写成选择</translation>
        </message>
        <message>
            <source>Write the trace as the sum of the diagonal</source>
            <translation>将迹写为对角线之和</translation>
        </message>
        <message>
            <source>Write the transposed convolution as a convolution</source>
            <translation>将转置卷积写成卷积</translation>
        </message>
        <message>
            <source>Write the variance with means</source>
            <translation>用均值写方差</translation>
        </message>
        <message>
            <source>Write the view of memory as slices</source>
            <translation>把内存视图改为切片</translation>
        </message>
        <message>
            <source>Write the windows as a convolution</source>
            <translation>将窗口写成卷积</translation>
        </message>
        <message>
            <source>Write unbind as selections</source>
            <translation>将 unbind 写成逐个选取</translation>
        </message>
        <message>
            <source>Write uneven pooling as two products with constant matrices</source>
            <translation>将不均匀池化写成与常量矩阵的两次乘积</translation>
        </message>
        <message>
            <source>Write value and index of the maximum as two ops</source>
            <translation>将最大值及其索引写成两个算子</translation>
        </message>
    </context>
    <context>
        <name>RunBar</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Progress</source>
            <translation>进度</translation>
        </message>
        <message>
            <source>{done} of {total} images</source>
            <translation>{done}/{total} 张图片</translation>
        </message>
        <message>
            <source>{} left</source>
            <translation>剩余 {}</translation>
        </message>
    </context>
    <context>
        <name>SearchField</name>
        <message numerus="yes">
            <source>%n found</source>
            <translation>
                <numerusform>找到 %n 个</numerusform>
            </translation>
        </message>
        <message>
            <source>Ctrl F</source>
            <translation>Ctrl F</translation>
        </message>
        <message>
            <source>Search nodes, ops, shapes, files…</source>
            <translation>搜索节点、算子、形状、文件…</translation>
        </message>
        <message>
            <source>Search the graph</source>
            <translation>搜索网络图</translation>
        </message>
        <message>
            <source>Words, /regular expressions/, and the fields {fields}
A minus before a word leaves out what has it.
Enter and Shift+Enter go to the next and the previous node.</source>
            <translation>可用关键词、/正则表达式/ 以及字段 {fields}
在词前加减号可排除匹配项。
按 Enter 与 Shift+Enter 跳到下一个与上一个节点。</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>{place} of {count}</source>
            <translation>{place}/{count}</translation>
        </message>
    </context>
    <context>
        <name>SearchList</name>
        <message>
            <source>Search: {}</source>
            <translation>搜索：{}</translation>
        </message>
        <message>
            <source>Type to search</source>
            <translation>输入以搜索</translation>
        </message>
    </context>
    <context>
        <name>SearchResults</name>
        <message>
            <source>Colour</source>
            <translation>着色</translation>
        </message>
        <message>
            <source>Colour what was found</source>
            <translation>为找到的节点着色</translation>
        </message>
        <message>
            <source>Draw the graph without what was found</source>
            <translation>隐藏找到的节点</translation>
        </message>
        <message>
            <source>Draw what was found inside what it reads</source>
            <translation>将找到的节点折叠到其上游节点中</translation>
        </message>
        <message>
            <source>Fold</source>
            <translation>折叠</translation>
        </message>
        <message>
            <source>Hide</source>
            <translation>隐藏</translation>
        </message>
        <message>
            <source>Keep:</source>
            <translation>保持：</translation>
        </message>
        <message>
            <source>Nodes found</source>
            <translation>找到的节点</translation>
        </message>
        <message>
            <source>Open every module that hides something found</source>
            <translation>展开所有隐藏了命中项的模块</translation>
        </message>
        <message>
            <source>Open the way to all</source>
            <translation>展开至全部</translation>
        </message>
    </context>
    <context>
        <name>SelectionPanel</name>
        <message>
            <source>Bypass all</source>
            <translation>全部旁路</translation>
        </message>
        <message>
            <source>Changes {} of the {} nodes.</source>
            <translation>将更改 {} 个节点（共选中 {} 个）。</translation>
        </message>
        <message>
            <source>Copy code</source>
            <translation>复制代码</translation>
        </message>
        <message>
            <source>Cut here</source>
            <translation>在此截断</translation>
        </message>
        <message>
            <source>Delete their branches</source>
            <translation>删除它们所在的分支</translation>
        </message>
        <message>
            <source>For all of them, as one step</source>
            <translation>对全部选中节点，作为一步操作</translation>
        </message>
        <message>
            <source>Keep only up to here</source>
            <translation>仅保留到此处</translation>
        </message>
        <message>
            <source>No longer return these</source>
            <translation>不再作为输出</translation>
        </message>
        <message>
            <source>Precision of all</source>
            <translation>统一设置精度</translation>
        </message>
        <message>
            <source>Precision of all: {}</source>
            <translation>统一精度：{}</translation>
        </message>
        <message>
            <source>Return these too</source>
            <translation>同时作为输出</translation>
        </message>
        <message>
            <source>Selected nodes</source>
            <translation>选中的节点</translation>
        </message>
        <message>
            <source>Set range…</source>
            <translation>设置范围…</translation>
        </message>
        <message>
            <source>The last {} have not been tried yet; they are when you apply it.</source>
            <translation>最后 {} 个尚未试过；应用时会逐一尝试。</translation>
        </message>
        <message>
            <source>auto</source>
            <translation>自动</translation>
        </message>
        <message>
            <source>float</source>
            <translation>浮点</translation>
        </message>
        <message>
            <source>{} nodes selected</source>
            <translation>已选中 {} 个节点</translation>
        </message>
    </context>
    <context>
        <name>Sentences</name>
        <message>
            <source>1x128:int64 in “Input size” in File &gt; Open model</source>
            <translation>“文件 &gt; 打开模型”的“输入尺寸”中的 1x128:int64</translation>
        </message>
        <message>
            <source>1x3x224x224:float16 in “Input size” in File &gt; Open model</source>
            <translation>“文件 &gt; 打开模型”的“输入尺寸”中的 1x3x224x224:float16</translation>
        </message>
        <message>
            <source>NAME=1x3x512x1024 in “Input size” in File &gt; Open model</source>
            <translation>“文件 &gt; 打开模型”的“输入尺寸”中的 NAME=1x3x512x1024</translation>
        </message>
        <message>
            <source>asked for when it is opened again</source>
            <translation>再次打开时会询问</translation>
        </message>
        <message>
            <source>rows of “Arguments” in File &gt; Open model</source>
            <translation>“文件 &gt; 打开模型”的“参数”各行</translation>
        </message>
        <message>
            <source>{} is still running; wait for it or cancel it first.</source>
            <translation>{}仍在进行，请等待完成或先取消。</translation>
        </message>
        <message>
            <source>“Input size” in File &gt; Open model</source>
            <translation>“文件 &gt; 打开模型”的“输入尺寸”</translation>
        </message>
        <message>
            <source>“Weights” in File &gt; Open model</source>
            <translation>“文件 &gt; 打开模型”的“权重”</translation>
        </message>
    </context>
    <context>
        <name>Session</name>
        <message>
            <source>Cancelled; nothing has changed.</source>
            <translation>已取消，未作任何改动。</translation>
        </message>
        <message>
            <source>Only a part of this network could be traced; mend its code and open it again before you go on.</source>
            <translation>该网络仅有一部分可被追踪；请修正其代码并重新打开，再继续。</translation>
        </message>
    </context>
    <context>
        <name>SeverityToggles</name>
        <message>
            <source>1 error</source>
            <translation>1 个错误</translation>
        </message>
        <message>
            <source>1 hint</source>
            <translation>1 条提示</translation>
        </message>
        <message>
            <source>1 piece of advice</source>
            <translation>1 条建议</translation>
        </message>
        <message>
            <source>1 warning</source>
            <translation>1 个警告</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>不显示</translation>
        </message>
        <message>
            <source>shown</source>
            <translation>显示</translation>
        </message>
        <message>
            <source>{} errors</source>
            <translation>{} 个错误</translation>
        </message>
        <message>
            <source>{} hints</source>
            <translation>{} 条提示</translation>
        </message>
        <message>
            <source>{} pieces of advice</source>
            <translation>{} 条建议</translation>
        </message>
        <message>
            <source>{} warnings</source>
            <translation>{} 个警告</translation>
        </message>
    </context>
    <context>
        <name>ShortcutList</name>
        <message>
            <source>Alt and click</source>
            <translation>Alt + 单击</translation>
        </message>
        <message>
            <source>Back to the graph, with what was found marked</source>
            <translation>回到图中，保留查找结果的标记</translation>
        </message>
        <message>
            <source>Close the comparison</source>
            <translation>关闭对比</translation>
        </message>
        <message>
            <source>Close the notice, go to the graph, or let go of the selection</source>
            <translation>关闭通知，回到网络图，或取消选择</translation>
        </message>
        <message>
            <source>Compare the state with the present one</source>
            <translation>将该状态与当前状态对比</translation>
        </message>
        <message>
            <source>Connect an output to an input</source>
            <translation>将输出连到输入</translation>
        </message>
        <message>
            <source>Ctrl and drag</source>
            <translation>Ctrl + 拖动</translation>
        </message>
        <message>
            <source>Ctrl and wheel, or pinch</source>
            <translation>Ctrl + 滚轮，或双指缩放</translation>
        </message>
        <message>
            <source>Enlarge an area</source>
            <translation>放大一块区域</translation>
        </message>
        <message>
            <source>Everywhere</source>
            <translation>任何位置</translation>
        </message>
        <message>
            <source>Facts of a node or an edge</source>
            <translation>节点或连线的信息</translation>
        </message>
        <message>
            <source>Go to the stage</source>
            <translation>前往该阶段</translation>
        </message>
        <message>
            <source>Go to the state</source>
            <translation>前往该状态</translation>
        </message>
        <message>
            <source>Go to the step</source>
            <translation>前往该步骤</translation>
        </message>
        <message>
            <source>In the history</source>
            <translation>历史记录中</translation>
        </message>
        <message>
            <source>In the list of problems</source>
            <translation>问题列表中</translation>
        </message>
        <message>
            <source>In the list of recent files</source>
            <translation>最近文件列表中</translation>
        </message>
        <message>
            <source>In the search field of the graph</source>
            <translation>图的搜索框中</translation>
        </message>
        <message>
            <source>In the source file</source>
            <translation>源文件中</translation>
        </message>
        <message>
            <source>In the table of targets</source>
            <translation>目标平台表中</translation>
        </message>
        <message>
            <source>Leave only the title of the scale, or show all of it</source>
            <translation>只保留刻度的标题，或全部显示</translation>
        </message>
        <message>
            <source>Lower the threshold</source>
            <translation>降低阈值</translation>
        </message>
        <message>
            <source>Make the fix</source>
            <translation>执行修复</translation>
        </message>
        <message>
            <source>Move the graph</source>
            <translation>移动图</translation>
        </message>
        <message>
            <source>Next hit</source>
            <translation>下一个命中项</translation>
        </message>
        <message>
            <source>Next image</source>
            <translation>下一张图像</translation>
        </message>
        <message>
            <source>Next line that made nodes</source>
            <translation>下一处生成节点的代码行</translation>
        </message>
        <message>
            <source>Next link</source>
            <translation>下一个链接</translation>
        </message>
        <message>
            <source>Offer the other modules here</source>
            <translation>列出此处的其他模块</translation>
        </message>
        <message>
            <source>On the canvas</source>
            <translation>画布上</translation>
        </message>
        <message>
            <source>On the path above the graph</source>
            <translation>图上方的路径上</translation>
        </message>
        <message>
            <source>On the producers and consumers of a node</source>
            <translation>节点的上下游上</translation>
        </message>
        <message>
            <source>On the scale of the legend</source>
            <translation>图例的标尺上</translation>
        </message>
        <message>
            <source>On the steps of the journey</source>
            <translation>流程步骤上</translation>
        </message>
        <message>
            <source>On the strip of stages</source>
            <translation>阶段条上</translation>
        </message>
        <message>
            <source>Open a module, or enlarge a node</source>
            <translation>展开模块，或放大节点</translation>
        </message>
        <message>
            <source>Open the file</source>
            <translation>打开文件</translation>
        </message>
        <message>
            <source>Open the way to every hit</source>
            <translation>展开至所有命中项</translation>
        </message>
        <message>
            <source>Pin the stage; two pinned ones are compared</source>
            <translation>固定该阶段；固定两个即可对比</translation>
        </message>
        <message>
            <source>Preview the fix, or open and close the group</source>
            <translation>预览修复，或展开/折叠分组</translation>
        </message>
        <message>
            <source>Previous hit</source>
            <translation>上一个命中项</translation>
        </message>
        <message>
            <source>Previous image</source>
            <translation>上一张图像</translation>
        </message>
        <message>
            <source>Previous line that made nodes</source>
            <translation>上一处生成节点的代码行</translation>
        </message>
        <message>
            <source>Previous link</source>
            <translation>上一个链接</translation>
        </message>
        <message>
            <source>Raise the threshold</source>
            <translation>提高阈值</translation>
        </message>
        <message>
            <source>Scroll, sideways with Shift</source>
            <translation>滚动，按住 Shift 横向滚动</translation>
        </message>
        <message>
            <source>Select</source>
            <translation>选择</translation>
        </message>
        <message>
            <source>Select all in an area</source>
            <translation>选择区域内全部</translation>
        </message>
        <message>
            <source>Select one more, or one less</source>
            <translation>增选或减选一个</translation>
        </message>
        <message>
            <source>Select the nodes of the line, one after the other</source>
            <translation>逐个选择该行的节点</translation>
        </message>
        <message>
            <source>Shift and drag</source>
            <translation>Shift + 拖动</translation>
        </message>
        <message>
            <source>Shift or Ctrl and click</source>
            <translation>Shift 或 Ctrl + 单击</translation>
        </message>
        <message>
            <source>Show the whole image</source>
            <translation>显示整张图像</translation>
        </message>
        <message>
            <source>Side by side, as one graph, or as code</source>
            <translation>并排、合并为一图，或显示代码</translation>
        </message>
        <message>
            <source>Take the target of the row</source>
            <translation>采用该行的目标平台</translation>
        </message>
        <message>
            <source>The mouse on the canvas</source>
            <translation>画布上的鼠标操作</translation>
        </message>
        <message>
            <source>The same node in the next stage</source>
            <translation>下一阶段中的同一节点</translation>
        </message>
        <message>
            <source>The same node in the other stage</source>
            <translation>另一阶段中的同一节点</translation>
        </message>
        <message>
            <source>The same node in the previous stage</source>
            <translation>上一阶段中的同一节点</translation>
        </message>
        <message>
            <source>The selected nodes, on the page of the graph</source>
            <translation>图页面中的所选节点</translation>
        </message>
        <message>
            <source>To the part before</source>
            <translation>到前一部分</translation>
        </message>
        <message>
            <source>To the part behind</source>
            <translation>到后一部分</translation>
        </message>
        <message>
            <source>To the step before</source>
            <translation>到前一步</translation>
        </message>
        <message>
            <source>To the step behind</source>
            <translation>到后一步</translation>
        </message>
        <message>
            <source>Where images are compared</source>
            <translation>对比图像处</translation>
        </message>
        <message>
            <source>Where two stages are compared</source>
            <translation>对比两个阶段处</translation>
        </message>
        <message>
            <source>Which edits touched the node</source>
            <translation>哪些编辑涉及该节点</translation>
        </message>
        <message>
            <source>Zoom at the pointer</source>
            <translation>以指针为中心缩放</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>放大</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>缩小</translation>
        </message>
        <message>
            <source>click</source>
            <translation>单击</translation>
        </message>
        <message>
            <source>double click</source>
            <translation>双击</translation>
        </message>
        <message>
            <source>drag from a port</source>
            <translation>从端口拖动</translation>
        </message>
        <message>
            <source>drag, or Space and drag, or the middle button</source>
            <translation>拖动，或空格 + 拖动，或按住中键</translation>
        </message>
        <message>
            <source>rest the pointer on it</source>
            <translation>指针停留其上</translation>
        </message>
        <message>
            <source>wheel</source>
            <translation>滚轮</translation>
        </message>
    </context>
    <context>
        <name>SourceOpening</name>
        <message>
            <source>A quotation mark is not closed.</source>
            <translation>引号没有成对。</translation>
        </message>
        <message>
            <source>No editor could be started for {}; choose one in the preferences.</source>
            <translation>无法为 {} 启动编辑器；请在偏好设置中选择。</translation>
        </message>
        <message>
            <source>The command has to say where the file goes: {}.</source>
            <translation>命令须指明文件的位置：{}。</translation>
        </message>
        <message>
            <source>There is no program {} here.</source>
            <translation>此处没有程序 {}。</translation>
        </message>
        <message>
            <source>Type a command, such as {}</source>
            <translation>请输入命令，例如 {}</translation>
        </message>
    </context>
    <context>
        <name>SourcePane</name>
        <message>
            <source>Source file</source>
            <translation>源文件</translation>
        </message>
    </context>
    <context>
        <name>SourceSync</name>
        <message>
            <source>Source</source>
            <translation>源码</translation>
        </message>
    </context>
    <context>
        <name>StageStrip</name>
        <message>
            <source>Click to go there; Ctrl+click two of them to compare.</source>
            <translation>点击跳转；按住 Ctrl 点击两个即可对比。</translation>
        </message>
        <message>
            <source>Stages</source>
            <translation>阶段</translation>
        </message>
        <message>
            <source>counting…</source>
            <translation>统计中…</translation>
        </message>
    </context>
    <context>
        <name>Stages</name>
        <message>
            <source>Calibrate</source>
            <translation>校准</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>对比</translation>
        </message>
        <message>
            <source>Compile</source>
            <translation>编译</translation>
        </message>
        <message>
            <source>Fix</source>
            <translation>修复</translation>
        </message>
        <message>
            <source>Inspect</source>
            <translation>检查</translation>
        </message>
        <message>
            <source>Leave it out and go on</source>
            <translation>略过该步并继续</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>打开</translation>
        </message>
        <message>
            <source>Open it again</source>
            <translation>重新打开</translation>
        </message>
        <message>
            <source>Shown as far as it got: {}</source>
            <translation>仅显示已追踪到的部分：{}</translation>
        </message>
        <message>
            <source>Shown as far as it got; the first problem says why.</source>
            <translation>仅显示已追踪到的部分；原因见第一个问题。</translation>
        </message>
        <message>
            <source>Waiting behind it: {}.</source>
            <translation>其后等待的编辑：{} 步。</translation>
        </message>
        <message>
            <source>checked</source>
            <translation>已自检</translation>
        </message>
        <message>
            <source>checking…</source>
            <translation>检查中…</translation>
        </message>
        <message>
            <source>differs</source>
            <translation>不一致</translation>
        </message>
        <message>
            <source>no problems</source>
            <translation>无问题</translation>
        </message>
        <message>
            <source>not checked</source>
            <translation>未检查</translation>
        </message>
        <message>
            <source>out of date</source>
            <translation>已过期</translation>
        </message>
        <message>
            <source>{} edit</source>
            <translation>{} 处修改</translation>
        </message>
        <message>
            <source>{} edits</source>
            <translation>{} 处修改</translation>
        </message>
        <message>
            <source>{} image</source>
            <translation>{} 张图片</translation>
        </message>
        <message>
            <source>{} images</source>
            <translation>{} 张图片</translation>
        </message>
        <message>
            <source>{} problem</source>
            <translation>{} 个问题</translation>
        </message>
        <message>
            <source>{} problems</source>
            <translation>{} 个问题</translation>
        </message>
    </context>
    <context>
        <name>Staging</name>
        <message>
            <source>&amp;Compare with another project…</source>
            <translation>与其他工程对比(&amp;C)…</translation>
        </message>
        <message>
            <source>&amp;Compare with the previous stage</source>
            <translation>与上一阶段对比(&amp;C)</translation>
        </message>
        <message>
            <source>&amp;History of the node</source>
            <translation>节点的修改历史(&amp;H)</translation>
        </message>
        <message>
            <source>&amp;Next stage</source>
            <translation>下一阶段(&amp;N)</translation>
        </message>
        <message>
            <source>&amp;Previous stage</source>
            <translation>上一阶段(&amp;P)</translation>
        </message>
        <message>
            <source>; </source>
            <translation>；</translation>
        </message>
        <message>
            <source>Compare in another &amp;way</source>
            <translation>其他对比方式(&amp;W)</translation>
        </message>
        <message>
            <source>Compare with another mo&amp;del…</source>
            <translation>与其他模型对比(&amp;D)…</translation>
        </message>
        <message>
            <source>Compare with the &amp;opened model</source>
            <translation>与打开时的模型对比(&amp;O)</translation>
        </message>
        <message>
            <source>No edit has touched {}.</source>
            <translation>没有修改涉及 {}。</translation>
        </message>
        <message>
            <source>Select a node to see which edits touched it.</source>
            <translation>选择节点以查看涉及它的修改。</translation>
        </message>
        <message>
            <source>The new edit took the place of the undone one.</source>
            <translation>新的修改取代了已撤销的那处修改。</translation>
        </message>
        <message>
            <source>The new edit took the place of {} undone ones.</source>
            <translation>新的修改取代了已撤销的 {} 处修改。</translation>
        </message>
        <message>
            <source>There is no other stage to compare this one with.</source>
            <translation>没有其他阶段可与当前阶段对比。</translation>
        </message>
        <message>
            <source>There is no stage before this one to compare with.</source>
            <translation>此前没有可对比的阶段。</translation>
        </message>
        <message>
            <source>This is the first stage.</source>
            <translation>已是第一个阶段。</translation>
        </message>
        <message>
            <source>This is the last stage.</source>
            <translation>已是最后一个阶段。</translation>
        </message>
        <message>
            <source>{node} is not in this stage; {heir} is in its place.</source>
            <translation>此阶段中没有 {node}，由 {heir} 取代。</translation>
        </message>
        <message>
            <source>{node} was touched by: {edits}.</source>
            <translation>涉及 {node} 的修改：{edits}。</translation>
        </message>
        <message>
            <source>{} is not in this stage, and nothing is in its place.</source>
            <translation>此阶段中没有 {}，也没有取代它的节点。</translation>
        </message>
        <message>
            <source>{} · open now</source>
            <translation>{} · 当前打开</translation>
        </message>
    </context>
    <context>
        <name>StartPage</name>
        <message>
            <source>Discard</source>
            <translation>丢弃</translation>
        </message>
        <message>
            <source>No samples are installed.</source>
            <translation>未安装示例。</translation>
        </message>
        <message>
            <source>Nothing has been opened yet.</source>
            <translation>尚未打开过文件。</translation>
        </message>
        <message>
            <source>Open a trained network, see what the chip cannot run, fix it with a click, compare float with int8, and compile. You can also drop a .pt2, .py or project .json anywhere on this window.</source>
            <translation>打开训练好的网络，查看芯片不支持的内容，一键修复，对比浮点与 int8，然后编译。也可将 .pt2、.py 或工程 .json 文件拖到窗口任意处。</translation>
        </message>
        <message>
            <source>Open model…</source>
            <translation>打开模型…</translation>
        </message>
        <message>
            <source>Open project…</source>
            <translation>打开工程…</translation>
        </message>
        <message>
            <source>Recent</source>
            <translation>最近打开</translation>
        </message>
        <message>
            <source>Recent files</source>
            <translation>最近打开的文件</translation>
        </message>
        <message>
            <source>Recover</source>
            <translation>恢复</translation>
        </message>
        <message>
            <source>Samples</source>
            <translation>示例</translation>
        </message>
        <message>
            <source>Take a PyTorch network to an NPU</source>
            <translation>将 PyTorch 网络部署到 NPU</translation>
        </message>
        <message>
            <source>missing</source>
            <translation>文件缺失</translation>
        </message>
    </context>
    <context>
        <name>States</name>
        <message numerus="yes">
            <source>%n with other weights</source>
            <translation>
                <numerusform>%n 个权重不同</numerusform>
            </translation>
        </message>
        <message>
            <source>1 node</source>
            <translation>1 个节点</translation>
        </message>
        <message>
            <source>Opened model</source>
            <translation>打开时的模型</translation>
        </message>
        <message>
            <source>The comparison with another project</source>
            <translation>与另一工程的对比</translation>
        </message>
        <message>
            <source>The two are the same.</source>
            <translation>两者相同。</translation>
        </message>
        <message>
            <source>changes results</source>
            <translation>会改变结果</translation>
        </message>
        <message>
            <source>changes results: {} %</source>
            <translation>会改变结果：{} %</translation>
        </message>
        <message>
            <source>exact</source>
            <translation>精确</translation>
        </message>
        <message>
            <source>left out</source>
            <translation>已略过</translation>
        </message>
        <message>
            <source>left out: {}</source>
            <translation>已略过：{}</translation>
        </message>
        <message>
            <source>moved ≤ {}</source>
            <translation>偏差 ≤ {}</translation>
        </message>
        <message>
            <source>no difference on what was tried</source>
            <translation>试算未见差异</translation>
        </message>
        <message>
            <source>nodes {before} → {after}</source>
            <translation>节点 {before} → {after}</translation>
        </message>
        <message>
            <source>parameters {before} → {after}</source>
            <translation>参数量 {before} → {after}</translation>
        </message>
        <message>
            <source>problems {before} → {after}</source>
            <translation>问题 {before} → {after}</translation>
        </message>
        <message>
            <source>waits for edit {}</source>
            <translation>等待第 {} 步编辑</translation>
        </message>
        <message>
            <source>{added} added, {removed} removed, {changed} changed</source>
            <translation>新增 {added}，删除 {removed}，改动 {changed}</translation>
        </message>
        <message>
            <source>{} nodes</source>
            <translation>{} 个节点</translation>
        </message>
        <message>
            <source>{} renamed</source>
            <translation>改名 {} 个</translation>
        </message>
    </context>
    <context>
        <name>StatusLine</name>
        <message>
            <source>Not found: {}</source>
            <translation>未找到：{}</translation>
        </message>
        <message>
            <source>{} parameters</source>
            <translation>{} 参数</translation>
        </message>
        <message>
            <source>● Ready</source>
            <translation>● 就绪</translation>
        </message>
        <message>
            <source>◐ Working</source>
            <translation>◐ 运行中</translation>
        </message>
    </context>
    <context>
        <name>StepButton</name>
        <message>
            <source>done</source>
            <translation>已完成</translation>
        </message>
        <message>
            <source>out of date</source>
            <translation>已过期</translation>
        </message>
        <message>
            <source>running</source>
            <translation>运行中</translation>
        </message>
        <message>
            <source>with errors</source>
            <translation>有错误</translation>
        </message>
    </context>
    <context>
        <name>TailForm</name>
        <message>
            <source>Align corners</source>
            <translation>角点对齐</translation>
        </message>
        <message>
            <source>Enlarge by more than 1, take the best class, or both.</source>
            <translation>请设置大于 1 的放大倍数、取最大类别，或两者兼有。</translation>
        </message>
        <message>
            <source>Enlarge, bilinear</source>
            <translation>双线性放大</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Take the best class (argmax)</source>
            <translation>取最大类别 (argmax)</translation>
        </message>
    </context>
    <context>
        <name>TargetComparison</name>
        <message>
            <source>The network was not judged; it was cancelled or failed.</source>
            <translation>尚未评估该网络；任务被取消或失败。</translation>
        </message>
    </context>
    <context>
        <name>TargetsDialog</name>
        <message>
            <source>Cancel</source>
            <translation>取消</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>关闭</translation>
        </message>
        <message>
            <source>Compare targets</source>
            <translation>对比目标平台</translation>
        </message>
        <message>
            <source>Everything runs once the rewrites are made.</source>
            <translation>改写后全部可运行。</translation>
        </message>
        <message>
            <source>In float: {}.</source>
            <translation>浮点：{}。</translation>
        </message>
        <message>
            <source>Judging the network for every target…</source>
            <translation>正在针对各目标平台评估网络…</translation>
        </message>
        <message>
            <source>Latencies are estimates from peak figures; measure on the chip.</source>
            <translation>延时按峰值指标估算，请以芯片实测为准。</translation>
        </message>
        <message>
            <source>Refused: {}.</source>
            <translation>不支持：{}。</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>重试</translation>
        </message>
        <message>
            <source>Use this target</source>
            <translation>使用该目标平台</translation>
        </message>
        <message>
            <source>Without rewrites the chip takes {share} of the multiply-accumulates; channel padding leaves {used} of its work useful (estimate).</source>
            <translation>不改写时芯片承担 {share} 的 MAC；按通道对齐补零后，其有效计算占 {used}（估算）。</translation>
        </message>
        <message>
            <source>{name}: {count} ops on {targets} targets</source>
            <translation>{name}：{count} 个算子，涉及 {targets} 个目标平台</translation>
        </message>
    </context>
    <context>
        <name>TensorModel</name>
        <message>
            <source>A few huge values stretch the range: 99.9 % of the values share {used} of {all} levels. Try another method or int16.</source>
            <translation>少数极大值拉宽了范围：99.9 % 的数值仅占 {all} 个量化级中的 {used} 个。请换用其他方法或 int16。</translation>
        </message>
        <message>
            <source>Bits</source>
            <translation>位数</translation>
        </message>
        <message>
            <source>Max</source>
            <translation>最大值</translation>
        </message>
        <message>
            <source>Min</source>
            <translation>最小值</translation>
        </message>
        <message>
            <source>Scale</source>
            <translation>缩放系数</translation>
        </message>
        <message>
            <source>Tensor</source>
            <translation>张量</translation>
        </message>
        <message>
            <source>{} · range set by hand</source>
            <translation>{} · 范围为手动设置</translation>
        </message>
    </context>
    <context>
        <name>TensorTable</name>
        <message>
            <source>Bits</source>
            <translation>位数</translation>
        </message>
    </context>
    <context>
        <name>TopBar</name>
        <message>
            <source>Compare…</source>
            <translation>平台对比…</translation>
        </message>
        <message>
            <source>NPU Studio</source>
            <translation>NPU Studio</translation>
        </message>
        <message>
            <source>Target</source>
            <translation>目标平台</translation>
        </message>
        <message>
            <source>What every target makes of this network</source>
            <translation>查看各目标平台对该网络的支持情况</translation>
        </message>
    </context>
    <context>
        <name>Twins</name>
        <message>
            <source>Network graph after</source>
            <translation>修改后的网络图</translation>
        </message>
        <message>
            <source>Network graph before</source>
            <translation>修改前的网络图</translation>
        </message>
    </context>
    <context>
        <name>ValueLabel</name>
        <message>
            <source>Copy</source>
            <translation>复制</translation>
        </message>
    </context>
    <context>
        <name>VerdictLabel</name>
        <message>
            <source>Cannot run.</source>
            <translation>无法运行。</translation>
        </message>
        <message>
            <source>Could be better.</source>
            <translation>可以优化。</translation>
        </message>
        <message>
            <source>Runs as it is.</source>
            <translation>可直接运行。</translation>
        </message>
        <message>
            <source>Runs with a warning.</source>
            <translation>可运行，但有警告。</translation>
        </message>
        <message>
            <source>checking…</source>
            <translation>检查中…</translation>
        </message>
        <message>
            <source>not checked</source>
            <translation>未检查</translation>
        </message>
    </context>
    <context>
        <name>WebPage</name>
        <message>
            <source> · {count} parameters</source>
            <translation> · {count} 个参数</translation>
        </message>
        <message>
            <source>1 node</source>
            <translation>1 个节点</translation>
        </message>
        <message>
            <source>Advice</source>
            <translation>建议</translation>
        </message>
        <message>
            <source>Code</source>
            <translation>代码</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>错误</translation>
        </message>
        <message>
            <source>Feeds</source>
            <translation>输出至</translation>
        </message>
        <message>
            <source>Fit (F)</source>
            <translation>适合窗口 (F)</translation>
        </message>
        <message>
            <source>MACs</source>
            <translation>MAC</translation>
        </message>
        <message>
            <source>Module</source>
            <translation>模块</translation>
        </message>
        <message>
            <source>Network graph</source>
            <translation>网络图</translation>
        </message>
        <message>
            <source>Next problem (N)</source>
            <translation>下一个问题 (N)</translation>
        </message>
        <message>
            <source>No quantization error was measured before the export</source>
            <translation>导出前未测得量化误差</translation>
        </message>
        <message>
            <source>Node</source>
            <translation>节点</translation>
        </message>
        <message>
            <source>Nodes</source>
            <translation>节点数</translation>
        </message>
        <message>
            <source>Op</source>
            <translation>算子</translation>
        </message>
        <message>
            <source>Open all modules (D)</source>
            <translation>展开所有模块 (D)</translation>
        </message>
        <message>
            <source>Ops</source>
            <translation>算子</translation>
        </message>
        <message>
            <source>Output</source>
            <translation>输出</translation>
        </message>
        <message>
            <source>Overview (D)</source>
            <translation>总览 (D)</translation>
        </message>
        <message>
            <source>Parameters</source>
            <translation>参数量</translation>
        </message>
        <message>
            <source>Search words, {fields} (press /)</source>
            <translation>搜索文字、{fields}（按 /）</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>源码</translation>
        </message>
        <message>
            <source>Takes</source>
            <translation>输入自</translation>
        </message>
        <message>
            <source>There is no field {field}</source>
            <translation>没有字段 {field}</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>警告</translation>
        </message>
        <message>
            <source>Words, /expressions/ and {fields}
A minus before a word leaves out what has it.</source>
            <translation>文字、/正则表达式/ 和 {fields}
词前加减号表示排除。</translation>
        </message>
        <message>
            <source>en</source>
            <translation>zh-CN</translation>
        </message>
        <message>
            <source>{count} found</source>
            <translation>找到 {count} 个</translation>
        </message>
        <message>
            <source>{place} of {count}</source>
            <translation>第 {place} 个，共 {count} 个</translation>
        </message>
        <message>
            <source>{title}. {message}</source>
            <translation>{title}。{message}</translation>
        </message>
        <message>
            <source>{word} is not a regular expression</source>
            <translation>{word} 不是正则表达式</translation>
        </message>
        <message>
            <source>{word} needs a number behind it, such as {word}1k</source>
            <translation>{word} 后需写数值，例如 {word}1k</translation>
        </message>
        <message>
            <source>{word} takes too long; write it without nested repeats</source>
            <translation>{word} 匹配耗时过长；请避免嵌套的重复</translation>
        </message>
        <message>
            <source>{} nodes</source>
            <translation>{} 个节点</translation>
        </message>
    </context>
    <context>
        <name>WireLayer</name>
        <message>
            <source>{node}.{slot} and {count} more read {source}: changes results</source>
            <translation>{node}.{slot} 与另外 {count} 个输入一起改为读取 {source}：结果会变化</translation>
        </message>
        <message>
            <source>{node}.{slot} reads {source}: changes results</source>
            <translation>{node}.{slot} 改为读取 {source}：结果会变化</translation>
        </message>
    </context>
    <context>
        <name>Wiring</name>
        <message>
            <source>What the network returns is chosen at a node, in its menu at Outputs.</source>
            <translation>网络的输出在节点的菜单“输出”里选择。</translation>
        </message>
        <message>
            <source>{} hands on {} values; open it to take hold of one.</source>
            <translation>{} 输出 {} 个值；请展开后再选其中一个连线。</translation>
        </message>
        <message>
            <source>{} reads no other node.</source>
            <translation>{} 不读取其他节点。</translation>
        </message>
        <message>
            <source>{} yields no value that an input can read.</source>
            <translation>{} 没有可供输入读取的值。</translation>
        </message>
    </context>
    <context>
        <name>engine</name>
        <message>
            <source> (with {found})</source>
            <translation>（含 {found}）</translation>
        </message>
        <message>
            <source> Its last words: {log}</source>
            <translation> 最后的输出：{log}</translation>
        </message>
        <message>
            <source> and elsewhere</source>
            <translation> 等处</translation>
        </message>
        <message>
            <source> for {odd}</source>
            <translation>（{odd}）</translation>
        </message>
        <message>
            <source> in {where}</source>
            <translation>（位于 {where}）</translation>
        </message>
        <message>
            <source>, and it has no argument {names}</source>
            <translation>，且没有参数 {names}</translation>
        </message>
        <message>
            <source>, at {place}{more}</source>
            <translation>（位于 {place}{more}）</translation>
        </message>
        <message>
            <source>, or call it in the forward of a torch.nn.Module if it computes the outputs</source>
            <translation>；如果它本身就计算输出，请在 torch.nn.Module 的 forward 中调用它</translation>
        </message>
        <message>
            <source>, which has no {names}</source>
            <translation>，该芯片没有 {names}</translation>
        </message>
        <message>
            <source>--arg name=value</source>
            <translation>--arg name=value</translation>
        </message>
        <message>
            <source>--checkpoint</source>
            <translation>--checkpoint</translation>
        </message>
        <message>
            <source>--checkpoint FILE</source>
            <translation>--checkpoint FILE</translation>
        </message>
        <message>
            <source>--input 1x128:int64</source>
            <translation>--input 1x128:int64</translation>
        </message>
        <message>
            <source>--input 1x3x224x224:float16</source>
            <translation>--input 1x3x224x224:float16</translation>
        </message>
        <message>
            <source>--input 1x3x512x1024</source>
            <translation>--input 1x3x512x1024</translation>
        </message>
        <message>
            <source>--input NAME=1x3x512x1024</source>
            <translation>--input NAME=1x3x512x1024</translation>
        </message>
        <message>
            <source>--moved-to FILE</source>
            <translation>--moved-to FILE</translation>
        </message>
        <message>
            <source>.</source>
            <translation>。</translation>
        </message>
        <message>
            <source>1 input</source>
            <translation>1 个输入</translation>
        </message>
        <message>
            <source>1 node runs</source>
            <translation>有 1 个节点</translation>
        </message>
        <message>
            <source>1 op computes</source>
            <translation>1 个算子的计算类型为</translation>
        </message>
        <message>
            <source>1 output</source>
            <translation>1 个输出</translation>
        </message>
        <message>
            <source>64 int8 multiply-accumulates per VNNI instruction at 2.5 GHz, one core</source>
            <translation>每条 VNNI 指令 64 次 int8 乘加，主频 2.5 GHz，单核</translation>
        </message>
        <message>
            <source>; the network's {missing} is not in the file</source>
            <translation>；文件中没有网络的 {missing}</translation>
        </message>
        <message>
            <source>; {name} is {theirs} in the file and {ours} in the network</source>
            <translation>；{name} 在文件中为 {theirs}，在网络中为 {ours}</translation>
        </message>
        <message>
            <source>; {remedy}.</source>
            <translation>；{remedy}。</translation>
        </message>
        <message>
            <source>A branch is decided by values</source>
            <translation>分支由张量的值决定</translation>
        </message>
        <message>
            <source>A network that returns only inputs or constants has no op; return another.</source>
            <translation>只返回输入或常量的网络没有任何算子；请改为返回其他值。</translation>
        </message>
        <message>
            <source>A network without outputs computes nothing; choose one.</source>
            <translation>没有输出的网络什么也不计算；请至少选择一个输出。</translation>
        </message>
        <message>
            <source>A range ends at numbers that float32 can hold.</source>
            <translation>范围的两端须为 float32 能表示的数。</translation>
        </message>
        <message>
            <source>A size depends on values</source>
            <translation>尺寸取决于张量的值</translation>
        </message>
        <message>
            <source>A tail enlarges by a whole factor, takes the argmax, or both.</source>
            <translation>尾部应按整数倍放大、取 argmax，或两者兼有。</translation>
        </message>
        <message>
            <source>Absolute value</source>
            <translation>绝对值</translation>
        </message>
        <message>
            <source>Adaptive average pool</source>
            <translation>自适应平均池化</translation>
        </message>
        <message>
            <source>Add a number or node</source>
            <translation>加上数值或节点</translation>
        </message>
        <message>
            <source>An empty word</source>
            <translation>空字符串</translation>
        </message>
        <message>
            <source>An input of {size} does not fit into memory; give a smaller one.</source>
            <translation>{size} 的输入超出内存；请给出更小的输入。</translation>
        </message>
        <message>
            <source>Argmax</source>
            <translation>Argmax</translation>
        </message>
        <message>
            <source>Average pool</source>
            <translation>平均池化</translation>
        </message>
        <message>
            <source>Batch norms that stay ops</source>
            <translation>仍作为独立算子的批归一化</translation>
        </message>
        <message>
            <source>Calibrate</source>
            <translation>校准</translation>
        </message>
        <message>
            <source>Cambricon PyTorch (CATCH) user guide, operators of the MLU200 series</source>
            <translation>寒武纪 PyTorch（CATCH）用户手册：MLU200 系列算子</translation>
        </message>
        <message>
            <source>Channels are padded to multiples of {alignment}, so that {useful:.0%} of the work is useful and about {lost} are lost (estimate); most here, {padded}.</source>
            <translation>通道数会补齐为 {alignment} 的倍数，因此只有 {useful:.0%} 的运算有效，约损失 {lost}（估计）；此处损失最多：{padded}。</translation>
        </message>
        <message>
            <source>Choosing ranges</source>
            <translation>正在确定量化范围</translation>
        </message>
        <message>
            <source>Clamp</source>
            <translation>截断</translation>
        </message>
        <message>
            <source>Compare targets</source>
            <translation>对比目标</translation>
        </message>
        <message>
            <source>Comparing</source>
            <translation>正在对比</translation>
        </message>
        <message>
            <source>Coordinates are decoded in int8</source>
            <translation>坐标以 int8 解码</translation>
        </message>
        <message>
            <source>D-Robotics RDK documentation: supported_op_list and QAT notes (RDK Ultra, Bayes)</source>
            <translation>地瓜机器人 RDK 文档：supported_op_list 与 QAT 说明（RDK Ultra，Bayes）</translation>
        </message>
        <message>
            <source>D-Robotics RDK documentation: supported_op_list and QAT notes (X3, Bernoulli2)</source>
            <translation>地瓜机器人 RDK 文档：supported_op_list 与 QAT 说明（X3，Bernoulli2）</translation>
        </message>
        <message>
            <source>DeepLabV3+ m0, street segmentation, 3.3 M parameters, 17 GMAC</source>
            <translation>DeepLabV3+ m0，街景分割，3.3 M 参数，17 GMAC</translation>
        </message>
        <message>
            <source>DeepLabV3+ m1, street segmentation, 3.5 M parameters, 39 GMAC</source>
            <translation>DeepLabV3+ m1，街景分割，3.5 M 参数，39 GMAC</translation>
        </message>
        <message>
            <source>Dequant stub</source>
            <translation>反量化节点</translation>
        </message>
        <message>
            <source>Detections are decoded</source>
            <translation>网络包含检测解码</translation>
        </message>
        <message>
            <source>Divide</source>
            <translation>除</translation>
        </message>
        <message>
            <source>Drawing</source>
            <translation>正在绘制</translation>
        </message>
        <message>
            <source>Drawing the worst image</source>
            <translation>正在绘制最差的图像</translation>
        </message>
        <message>
            <source>Dropout stays on in evaluation{places}; it is left out here: write training=self.training, or let eval() reach it.</source>
            <translation>Dropout 在推理时仍然生效{places}；此处已将其略去：请写 training=self.training，或让 eval() 作用到它。</translation>
        </message>
        <message>
            <source>ELU</source>
            <translation>ELU</translation>
        </message>
        <message>
            <source>Edit {number} ({edit}) does not fit this model: {error}</source>
            <translation>第 {number} 步编辑（{edit}）不适用于该模型：{error}</translation>
        </message>
        <message>
            <source>Edit {number} ({edit}) is left out.</source>
            <translation>第 {number} 步编辑（{edit}）已略过。</translation>
        </message>
        <message>
            <source>Edit {number} ({edit}) is left out: {why}</source>
            <translation>第 {number} 步编辑（{edit}）已略过：{why}</translation>
        </message>
        <message>
            <source>Edit {number} is not left out; leave it out first.</source>
            <translation>第 {number} 步编辑尚未略过；请先将其略过。</translation>
        </message>
        <message>
            <source>Edit {number} was made at {old}, which is {new} in this network.</source>
            <translation>编辑 {number} 原作用于 {old}，在此网络中为 {new}。</translation>
        </message>
        <message>
            <source>Editing</source>
            <translation>正在编辑</translation>
        </message>
        <message>
            <source>Edits cannot be kept in {folder} ({reason}); save the project often.</source>
            <translation>无法在 {folder} 中保留修改（{reason}）；请经常保存工程。</translation>
        </message>
        <message>
            <source>Every input and output has its stub already.</source>
            <translation>每个输入和输出都已有量化或反量化节点。</translation>
        </message>
        <message>
            <source>Every output needs {name}, so this branch is the whole network; bypass the node, or choose other outputs.</source>
            <translation>所有输出都依赖 {name}，这条分支就是整个网络；请旁路该节点，或选择其他输出。</translation>
        </message>
        <message>
            <source>Exponential</source>
            <translation>指数</translation>
        </message>
        <message>
            <source>Flatten</source>
            <translation>展平</translation>
        </message>
        <message>
            <source>GELU</source>
            <translation>GELU</translation>
        </message>
        <message>
            <source>Grid coordinates up to {reach} are added: in int8, positions come in steps of {step:.2f} cells, and sizes in steps of 1/{levels} of the largest. Leave the decoding to the host, in float, before you calibrate.</source>
            <translation>这里加上了最大为 {reach} 的网格坐标：在 int8 下，位置的步长为 {step:.2f} 格，尺寸的步长为最大值的 1/{levels}。请在校准之前把解码留给主机，以浮点计算。</translation>
        </message>
        <message>
            <source>Grid coordinates up to {reach} are added: in int8, positions come in steps of {step:.2f} cells. Leave the decoding to the host, in float, before you calibrate.</source>
            <translation>这里加上了最大为 {reach} 的网格坐标：在 int8 下，位置的步长为 {step:.2f} 格。请在校准之前把解码留给主机，以浮点计算。</translation>
        </message>
        <message>
            <source>HBIR export of horizon_plugin_pytorch 2.x: one converter per torch operator</source>
            <translation>horizon_plugin_pytorch 2.x 的 HBIR 导出：每个 torch 算子对应一个转换器</translation>
        </message>
        <message>
            <source>HMCT mapping of composite operators for J6</source>
            <translation>HMCT 在 J6 上对复合算子的映射</translation>
        </message>
        <message>
            <source>Hard-sigmoid</source>
            <translation>Hard-sigmoid</translation>
        </message>
        <message>
            <source>Hard-swish</source>
            <translation>Hard-swish</translation>
        </message>
        <message>
            <source>Horizon's QAT tuning guide for J6 and hbm analyzer notes: 16 channels</source>
            <translation>地平线 J6 的 QAT 调优指南与 hbm 分析工具说明：16 通道</translation>
        </message>
        <message>
            <source>How large this tensor is depends on values; the graph holds the size that one random input gave, other inputs may need another graph.</source>
            <translation>该张量的大小取决于值；计算图只记录了一个随机输入得到的大小，其他输入可能需要另一个计算图。</translation>
        </message>
        <message>
            <source>Identity</source>
            <translation>恒等</translation>
        </message>
        <message>
            <source>If it is a map of {classes} class scores, {does} the best class {cost} on the CPU; {chip} can do that.</source>
            <translation>如果这是 {classes} 类得分图，在 CPU 上{does}最高得分类别会{cost}；{chip} 可以完成这一步。</translation>
        </message>
        <message>
            <source>Input shape {text} has a size of zero.</source>
            <translation>输入形状 {text} 中有为零的尺寸。</translation>
        </message>
        <message>
            <source>Input {name} has the dynamic shape {shape}; export the program with fixed shapes.</source>
            <translation>输入 {name} 为动态形状 {shape}；请以固定形状导出程序。</translation>
        </message>
        <message>
            <source>It and {count} more layers come behind {name}, so the CPU runs them in float.</source>
            <translation>它和另外 {count} 层位于 {name} 之后，因此由 CPU 以浮点运行。</translation>
        </message>
        <message>
            <source>It applies to {count} of {all} {op} ops and leaves fewer passes over memory.</source>
            <translation>适用于 {all} 个 {op} 算子中的 {count} 个，可减少访存次数。</translation>
        </message>
        <message>
            <source>It comes behind {name}, so the CPU runs it in float.</source>
            <translation>它位于 {name} 之后，因此由 CPU 以浮点运行。</translation>
        </message>
        <message>
            <source>It decides in Python by the values of a tensor</source>
            <translation>此处在 Python 中按张量的值作判断</translation>
        </message>
        <message>
            <source>It is named like one</source>
            <translation>其名称与辅助头相符</translation>
        </message>
        <message>
            <source>It is shaped like {place}</source>
            <translation>其形状与 {place} 相同</translation>
        </message>
        <message>
            <source>It leaves on the way to {place}</source>
            <translation>它从通往 {place} 的途中引出</translation>
        </message>
        <message>
            <source>It scales and shifts the channels of {name} by constants and is not folded; use BatchNorm2d in its place.</source>
            <translation>它用常量缩放并平移 {name} 的各通道，不会被折叠；请改用 BatchNorm2d。</translation>
        </message>
        <message>
            <source>It stays an op of its own behind {name}: {refusal}.</source>
            <translation>它仍是 {name} 之后的独立算子：{refusal}。</translation>
        </message>
        <message>
            <source>It sums {count} squares, and float16 ends at {largest:,.0f}: where the sum is kept in it, values of {limit:.3g} on average (root mean square) are too much; compute {which} in float32.</source>
            <translation>它累加 {count} 个平方值，而 float16 最大只到 {largest:,.0f}：若累加和也用 float16 保存，均方根达到 {limit:.3g} 的数值就会溢出；请用 float32 计算（{which}）。</translation>
        </message>
        <message>
            <source>Its value reaches only the output, through {norm}, which folds into it.</source>
            <translation>它的值只经由可折叠进它的 {norm} 到达输出。</translation>
        </message>
        <message>
            <source>Its value reaches only the output.</source>
            <translation>它的值只到达输出。</translation>
        </message>
        <message>
            <source>Its values reach {number} and are {other_number} on average (root mean square); int8 steps of {third_number} lose {lost_share:.0%} of them.</source>
            <translation>其数值最大达 {number}，平均（均方根）为 {other_number}；int8 步进为 {third_number}，会损失其中的 {lost_share:.0%}。</translation>
        </message>
        <message>
            <source>J6E/M platform guide: 80 TOPS (E) and 128 TOPS (M), one core each</source>
            <translation>J6E/M 平台指南：80 TOPS（E）与 128 TOPS（M），各为单核</translation>
        </message>
        <message>
            <source>Labels hold classes, and the outputs are to be read as values; read them as classes, or leave the folder of labels empty.</source>
            <translation>标签给出的是类别，而输出被设为按数值读取；请将输出设为按类别读取，或清空标签文件夹。</translation>
        </message>
        <message>
            <source>Leaky ReLU</source>
            <translation>Leaky ReLU</translation>
        </message>
        <message>
            <source>Loading PyTorch</source>
            <translation>正在加载 PyTorch</translation>
        </message>
        <message>
            <source>Looking at the change</source>
            <translation>正在查看改动</translation>
        </message>
        <message>
            <source>Looking at the choices</source>
            <translation>正在查找可用操作</translation>
        </message>
        <message>
            <source>Looking for problems</source>
            <translation>正在检查问题</translation>
        </message>
        <message>
            <source>Max pool</source>
            <translation>最大池化</translation>
        </message>
        <message>
            <source>Mean</source>
            <translation>均值</translation>
        </message>
        <message>
            <source>Measure latency</source>
            <translation>测量延时</translation>
        </message>
        <message>
            <source>Measuring</source>
            <translation>正在测量</translation>
        </message>
        <message>
            <source>Measuring sensitivity</source>
            <translation>正在测量敏感度</translation>
        </message>
        <message>
            <source>Measuring sensitivity keeps every value of the network, about {wanted:.1f} GB, and {free:.1f} GB of memory are free; open the network with a smaller input.</source>
            <translation>测量敏感度要保留网络的全部中间值，约 {wanted:.1f} GB，而可用内存只有 {free:.1f} GB；请用更小的输入打开网络。</translation>
        </message>
        <message>
            <source>Measuring the change</source>
            <translation>正在测量改动的影响</translation>
        </message>
        <message>
            <source>Mish</source>
            <translation>Mish</translation>
        </message>
        <message>
            <source>MixVarGENet, classification, 2.3 M parameters, 1.0 GMAC</source>
            <translation>MixVarGENet，分类，2.3 M 参数，1.0 GMAC</translation>
        </message>
        <message>
            <source>Most channels of {place} are lost</source>
            <translation>{place} 的多数通道几乎丢失</translation>
        </message>
        <message>
            <source>Multiply</source>
            <translation>乘</translation>
        </message>
        <message>
            <source>Name every input once, or none: {option}.</source>
            <translation>每个输入都要命名一次，或都不命名：{option}。</translation>
        </message>
        <message>
            <source>Negate</source>
            <translation>取负</translation>
        </message>
        <message>
            <source>No batch norm can be folded ({why}).</source>
            <translation>没有可以折叠的批归一化（{why}）。</translation>
        </message>
        <message>
            <source>No calibration images are chosen; choose a folder of 8 to 100 images like those the network will see.</source>
            <translation>没有选择校准图像；请选择一个含 8 到 100 张与实际场景相近图像的文件夹。</translation>
        </message>
        <message>
            <source>No convolution or matrix product leads to an output.</source>
            <translation>没有通向输出的卷积或矩阵乘。</translation>
        </message>
        <message>
            <source>No images are chosen; choose a folder of images to compare.</source>
            <translation>没有选择图像；请选择用于对比的图像文件夹。</translation>
        </message>
        <message>
            <source>No node is chosen for this; choose one or more.</source>
            <translation>没有选中节点；请选择一个或多个。</translation>
        </message>
        <message>
            <source>No node of this network allows it.</source>
            <translation>该网络没有适用的节点。</translation>
        </message>
        <message>
            <source>No output folder is chosen; choose one to compile into.</source>
            <translation>没有选择输出文件夹；请选择编译输出的文件夹。</translation>
        </message>
        <message>
            <source>No output of the network depends on a value that is rounded, so nothing is sensitive; insert quant stubs first.</source>
            <translation>网络输出不依赖任何被量化取整的值，因此没有敏感度可言；请先插入量化节点。</translation>
        </message>
        <message>
            <source>No parallel branches can be merged ({why}).</source>
            <translation>没有可以合并的并行分支（{why}）。</translation>
        </message>
        <message>
            <source>No rewrite brings {what} to {chip}{lacking}. What runs before makes {share:.0%} of the multiply-accumulates: {help}.</source>
            <translation>没有改写能让{what}在 {chip} 上运行{lacking}。在它之前运行的部分占乘加运算的 {share:.0%}：{help}。</translation>
        </message>
        <message>
            <source>No value of this network is quantized for {target}, so there is nothing to calibrate; insert quant stubs, or ask for a precision other than float.</source>
            <translation>该网络没有任何值针对 {target} 量化，无需校准；请插入量化节点，或选择 float 以外的精度。</translation>
        </message>
        <message>
            <source>No {kinds} stubs</source>
            <translation>缺少 {kinds} 节点</translation>
        </message>
        <message>
            <source>Nodes are bypassed together where they read one value and hand one on; these read {count} and hand {other_count} on.</source>
            <translation>多个节点只有在仅读取一个值且仅输出一个值时才能一起旁路；所选节点读取 {count} 个值，输出 {other_count} 个值。</translation>
        </message>
        <message>
            <source>None of them begins with a constant.</source>
            <translation>所选节点均非由常量开始。</translation>
        </message>
        <message>
            <source>Nothing follows the predictions, so the host has no part.</source>
            <translation>预测之后没有其他计算，因此没有可留给主机的部分。</translation>
        </message>
        <message>
            <source>Nothing is left to the host; end the graph at its predictions first.</source>
            <translation>没有留给主机的部分；请先让计算图止于预测。</translation>
        </message>
        <message>
            <source>ONNX Runtime has no {numpy_name} values; convert the network with .float().</source>
            <translation>ONNX Runtime 不支持 {numpy_name} 数值；请用 .float() 转换网络。</translation>
        </message>
        <message>
            <source>ONNX Runtime refuses the written file: {text}</source>
            <translation>ONNX Runtime 拒绝所写的文件：{text}</translation>
        </message>
        <message>
            <source>ONNX Runtime runs {op} in float here</source>
            <translation>ONNX Runtime 在此以浮点运行 {op}</translation>
        </message>
        <message>
            <source>ONNX Runtime's quantized CPU kernels, measured bit for bit</source>
            <translation>ONNX Runtime 的 CPU 量化内核（逐位实测）</translation>
        </message>
        <message>
            <source>ONNX and ONNX Runtime</source>
            <translation>ONNX 与 ONNX Runtime</translation>
        </message>
        <message>
            <source>Only outputs may read int32; {name} reads it.</source>
            <translation>只有输出可以读取 int32；而 {name} 也读取了它。</translation>
        </message>
        <message>
            <source>PIDNet-L, street segmentation, 36.9 M parameters, 275 GMAC</source>
            <translation>PIDNet-L，街景分割，36.9 M 参数，275 GMAC</translation>
        </message>
        <message>
            <source>PIDNet-M, street segmentation, 28.5 M parameters, 177 GMAC</source>
            <translation>PIDNet-M，街景分割，28.5 M 参数，177 GMAC</translation>
        </message>
        <message>
            <source>PIDNet-S, real-time street segmentation, 7.6 M parameters, 47 GMAC</source>
            <translation>PIDNet-S，实时街景分割，7.6 M 参数，47 GMAC</translation>
        </message>
        <message>
            <source>Part of the network does not fit {chip}</source>
            <translation>网络的一部分不适合 {chip}</translation>
        </message>
        <message>
            <source>Permute</source>
            <translation>重排维度</translation>
        </message>
        <message>
            <source>Preprocessing divides by zero; give a divisor and std other than 0.</source>
            <translation>预处理中出现除以零；请给出不为 0 的除数和标准差。</translation>
        </message>
        <message>
            <source>Putting weights away</source>
            <translation>正在暂存权重</translation>
        </message>
        <message>
            <source>Python reads a size here that depends on values; the graph holds what one random input gave, other inputs may need another graph.</source>
            <translation>此处 Python 读取了取决于值的尺寸；计算图只记录了一个随机输入的结果，其他输入可能需要另一个计算图。</translation>
        </message>
        <message>
            <source>Python reads the value of a tensor here; the graph holds what one random input gave, other inputs may need another graph.</source>
            <translation>此处 Python 读取了张量的值；计算图只记录了一个随机输入的结果，其他输入可能需要另一个计算图。</translation>
        </message>
        <message>
            <source>Quant stub</source>
            <translation>量化节点</translation>
        </message>
        <message>
            <source>ReLU</source>
            <translation>ReLU</translation>
        </message>
        <message>
            <source>Reading the calibration</source>
            <translation>正在读取校准结果</translation>
        </message>
        <message>
            <source>Reading the stages</source>
            <translation>正在读取各阶段</translation>
        </message>
        <message>
            <source>RepVGG-A0, classification, 9.1 M parameters, 1.5 GMAC</source>
            <translation>RepVGG-A0，分类，9.1 M 参数，1.5 GMAC</translation>
        </message>
        <message>
            <source>RepVGG-A1, classification, 14.1 M parameters, 2.6 GMAC</source>
            <translation>RepVGG-A1，分类，14.1 M 参数，2.6 GMAC</translation>
        </message>
        <message>
            <source>RepVGG-A2, classification, 28.2 M parameters, 5.7 GMAC</source>
            <translation>RepVGG-A2，分类，28.2 M 参数，5.7 GMAC</translation>
        </message>
        <message>
            <source>RepVGG-B0, classification, 15.8 M parameters, 3.4 GMAC</source>
            <translation>RepVGG-B0，分类，15.8 M 参数，3.4 GMAC</translation>
        </message>
        <message>
            <source>RepVGG-B1g4, classification, 40.0 M parameters, 8.1 GMAC</source>
            <translation>RepVGG-B1g4，分类，40.0 M 参数，8.1 GMAC</translation>
        </message>
        <message>
            <source>Resize, bilinear</source>
            <translation>缩放（双线性）</translation>
        </message>
        <message>
            <source>Resize, nearest</source>
            <translation>缩放（最近邻）</translation>
        </message>
        <message>
            <source>Running the image</source>
            <translation>正在运行图像</translation>
        </message>
        <message>
            <source>S100 torch operator constraints of J6E and J6M, OE 3.5</source>
            <translation>J6E 与 J6M 的 S100 torch 算子约束，OE 3.5</translation>
        </message>
        <message>
            <source>Say what to build as {file}:NAME; it defines {offered}.</source>
            <translation>请以 {file}:NAME 指明要构建的对象；其中定义了：{offered}。</translation>
        </message>
        <message>
            <source>See whether edit {number} is still made where it was meant: {doubt}.</source>
            <translation>请确认第 {number} 步编辑是否仍作用于原来的位置：{doubt}。</translation>
        </message>
        <message>
            <source>Segmentation in 19 Cityscapes classes at 256×512, with 16 calibration images and 16 labelled scenes.</source>
            <translation>256×512 的 19 类 Cityscapes 语义分割，含 16 张校准图像和 16 张带标签的场景。</translation>
        </message>
        <message>
            <source>Self-check</source>
            <translation>自检</translation>
        </message>
        <message>
            <source>SiLU</source>
            <translation>SiLU</translation>
        </message>
        <message>
            <source>Sigmoid</source>
            <translation>Sigmoid</translation>
        </message>
        <message>
            <source>Softmax</source>
            <translation>Softmax</translation>
        </message>
        <message>
            <source>Square root</source>
            <translation>平方根</translation>
        </message>
        <message>
            <source>Street scenes · PIDNet-S</source>
            <translation>街景 · PIDNet-S</translation>
        </message>
        <message>
            <source>Subtract a number or node</source>
            <translation>减去数值或节点</translation>
        </message>
        <message>
            <source>Tanh</source>
            <translation>Tanh</translation>
        </message>
        <message>
            <source>The branch of {name} ends in {other_name} ({op}), which cannot do without it; rewire that first.</source>
            <translation>{name} 的分支止于 {other_name}（{op}），后者不能缺少它；请先改接后者。</translation>
        </message>
        <message>
            <source>The calibration is stale: the network was changed since; calibrate again.</source>
            <translation>校准结果已过期：网络在此之后已改动；请重新校准。</translation>
        </message>
        <message>
            <source>The calibration knows nothing of {name}; calibrate again.</source>
            <translation>校准结果中没有 {name}；请重新校准。</translation>
        </message>
        <message>
            <source>The calibration saw no image; calibrate with some.</source>
            <translation>校准时没有图像；请用一些图像校准。</translation>
        </message>
        <message>
            <source>The calibration to continue is stale: the network was changed since.</source>
            <translation>要继续的校准已过期：网络在此之后已改动。</translation>
        </message>
        <message>
            <source>The calls of {path} have ranges far apart</source>
            <translation>{path} 各次调用的数值范围相差很大</translation>
        </message>
        <message>
            <source>The chosen nodes have it already, or are no ops.</source>
            <translation>所选节点已是如此，或不是算子。</translation>
        </message>
        <message>
            <source>The edits of this project are kept; they wait for a whole network.</source>
            <translation>本工程的编辑均已保留；待网络能完整打开后再执行。</translation>
        </message>
        <message>
            <source>The folder {directory} cannot be written ({reason}); choose another one.</source>
            <translation>无法写入文件夹 {directory}（{reason}）；请另选一个。</translation>
        </message>
        <message>
            <source>The graph has no node {unknown}; `npu-studio export SOURCE --as json` lists all.</source>
            <translation>计算图中没有节点 {unknown}；`npu-studio export SOURCE --as json` 可列出全部。</translation>
        </message>
        <message>
            <source>The graph is the record of a run on one random input, for the network cannot be exported otherwise ({reason}); where it decides by values, other inputs may need another graph.</source>
            <translation>该计算图是对一个随机输入运行一次的记录，因为网络无法以其他方式导出（{reason}）；若网络按数值作判断，其他输入可能需要另一个计算图。</translation>
        </message>
        <message>
            <source>The label holds class {max}, the network has {classes} classes; labels must be train ids, with 255 for ignored pixels.</source>
            <translation>标签含类别 {max}，而网络只有 {classes} 个类别；标签应为 train id，忽略的像素为 255。</translation>
        </message>
        <message>
            <source>The label is {shape}×{other_shape} pixels, the result {third_shape}×{columns}; labels must be of the image's size.</source>
            <translation>标签为 {shape}×{other_shape} 像素，结果为 {third_shape}×{columns}；标签尺寸必须与图像一致。</translation>
        </message>
        <message>
            <source>The network cannot be opened: {error}.</source>
            <translation>无法打开网络：{error}。</translation>
        </message>
        <message>
            <source>The network cannot be traced as TorchScript: {reason}</source>
            <translation>无法将网络追踪为 TorchScript：{reason}</translation>
        </message>
        <message>
            <source>The network computes with a number taken out of a tensor by item(); keep it in a tensor there and export it again.</source>
            <translation>网络用 item() 从张量中取出数值来计算；请在该处保留为张量后重新导出。</translation>
        </message>
        <message>
            <source>The network decides in Python by the values of a tensor</source>
            <translation>网络在 Python 中按张量的值作判断</translation>
        </message>
        <message>
            <source>The network does not run on an input of {shapes}: {error}; {remedy}.</source>
            <translation>网络无法在输入 {shapes} 上运行：{error}；{remedy}。</translation>
        </message>
        <message>
            <source>The network draws random numbers while it runs ({ops}{places}), so two runs differ; leave them out of evaluation.</source>
            <translation>网络运行时会产生随机数（{ops}{places}），因此两次运行结果不同；请在推理时去掉。</translation>
        </message>
        <message>
            <source>The network ends at its predictions already.</source>
            <translation>网络已止于预测输出。</translation>
        </message>
        <message>
            <source>The network has no input {name}; it takes {known}.</source>
            <translation>网络没有输入 {name}；它的输入有：{known}。</translation>
        </message>
        <message>
            <source>The network has no quant or dequant stubs.</source>
            <translation>网络中没有量化或反量化节点。</translation>
        </message>
        <message>
            <source>The network has no weights to load from {file}.</source>
            <translation>网络没有可从 {file} 加载的权重。</translation>
        </message>
        <message>
            <source>The network keeps {replace} {op}, which no NPU takes; export it without.</source>
            <translation>网络保留了 {replace} {op}，NPU 均不支持；请在导出时去掉。</translation>
        </message>
        <message>
            <source>The network returns maps of several sizes or kinds, as a detector does; read the outputs as classes if the first says a class for every place.</source>
            <translation>该网络像检测器那样返回多种尺寸或种类的特征图；如果第一个输出确实给出每个位置的类别，请将输出设为按类别读取。</translation>
        </message>
        <message>
            <source>The network returns no tensor, so there is no graph.</source>
            <translation>网络没有返回张量，因此没有计算图。</translation>
        </message>
        <message>
            <source>The network returns something that is not a tensor; return tensors only.</source>
            <translation>网络返回了非张量的内容；请只返回张量。</translation>
        </message>
        <message>
            <source>The network runs but cannot be exported: {reason}.</source>
            <translation>网络可以运行但无法导出：{reason}。</translation>
        </message>
        <message>
            <source>The network runs but cannot be exported: {reason}; mend the code there and open the network again.</source>
            <translation>网络可以运行但无法导出：{reason}；请修改该处代码后重新打开网络。</translation>
        </message>
        <message>
            <source>The network runs but cannot be exported: {reason}; the graph shown ends at {place}: {words}; mend both and open the network again.</source>
            <translation>网络可以运行但无法导出：{reason}；所示计算图止于 {place}：{words}；请修改这两处代码后重新打开网络。</translation>
        </message>
        <message>
            <source>The network takes inputs of shapes {expected}, not {given}; resize the images or export the network for this size.</source>
            <translation>网络的输入形状为 {expected}，而不是 {given}；请缩放图像，或按此尺寸导出网络。</translation>
        </message>
        <message>
            <source>The network takes {value}; images need an input of shape 1×3×height×width.</source>
            <translation>网络的输入为 {value}；图像需要一个形状为 1×3×高×宽 的输入。</translation>
        </message>
        <message>
            <source>The network uses {error}, which has no place in a fixed graph; rewrite that part or export it without.</source>
            <translation>网络使用了 {error}，无法放进固定的计算图；请改写该部分或在导出时去掉。</translation>
        </message>
        <message>
            <source>The network's first output is {shape} and no picture of classes; labels and side-by-side pictures need class scores of shape 1×classes×height×width or class numbers of shape 1×height×width.</source>
            <translation>网络的第一个输出是 {shape}，不是类别图；标签与并排图像需要形状为 1×类别数×高×宽的类别得分，或 1×高×宽的类别编号。</translation>
        </message>
        <message>
            <source>The outputs are read as values, of which there is no picture.</source>
            <translation>输出按数值读取，因此没有图像可显示。</translation>
        </message>
        <message>
            <source>The project {name} expects {file}, which is not there; put it back or name its new place ({option}).</source>
            <translation>工程 {name} 需要 {file}，但该文件不存在；请将其放回原处，或指定新位置（{option}）。</translation>
        </message>
        <message>
            <source>The quantization table is stale: the network was changed since; calibrate again.</source>
            <translation>量化表已过期：网络在此之后已改动；请重新校准。</translation>
        </message>
        <message>
            <source>The range from {low} to {high} holds nothing; the first number has to be smaller.</source>
            <translation>从 {low} 到 {high} 的范围为空；第一个数须更小。</translation>
        </message>
        <message>
            <source>The range of {name} is left to calibration already.</source>
            <translation>{name} 的范围已由校准决定。</translation>
        </message>
        <message>
            <source>The selection computes nothing; choose at least one op.</source>
            <translation>所选内容不含计算；请至少选择一个算子。</translation>
        </message>
        <message>
            <source>The size of a tensor depends on values</source>
            <translation>张量的尺寸取决于数值</translation>
        </message>
        <message>
            <source>The size of a tensor depends on values, at {place}; every size must be fixed for an NPU: mend the code there and export it again.</source>
            <translation>张量的尺寸取决于数值，位于 {place}；NPU 要求所有尺寸固定：请修改该处代码后重新导出。</translation>
        </message>
        <message>
            <source>The tail of {place} is left to the CPU</source>
            <translation>{place} 的尾部留给了 CPU</translation>
        </message>
        <message>
            <source>The target {name} advises {rule}, which is no rule; `npu-studio rules` lists all.</source>
            <translation>目标 {name} 建议使用 {rule}，但没有这条规则；`npu-studio rules` 可列出全部规则。</translation>
        </message>
        <message>
            <source>The toolchain of {chip} writes {which} as {becomes}; nothing is to be done.</source>
            <translation>{chip} 的工具链会将{which}改写为{becomes}；无需处理。</translation>
        </message>
        <message>
            <source>The two calibrations are of different graphs; calibrate again.</source>
            <translation>两份校准来自不同的计算图；请重新校准。</translation>
        </message>
        <message>
            <source>The weights are {others} and the input is float32: they were converted to float32; give the input as SHAPE:{first} to keep them.</source>
            <translation>权重为 {others} 而输入为 float32：权重已转换为 float32；若要保留，请以 SHAPE:{first} 给出输入。</translation>
        </message>
        <message>
            <source>The window needs {missing}; install with 'sudo apt install {debian}' (Debian, Ubuntu) or 'sudo dnf install {fedora}' (Fedora).</source>
            <translation>窗口需要 {missing}；请用 'sudo apt install {debian}'（Debian、Ubuntu）或 'sudo dnf install {fedora}'（Fedora）安装。</translation>
        </message>
        <message>
            <source>There are no images to calibrate with; choose some.</source>
            <translation>没有用于校准的图像；请选择一些。</translation>
        </message>
        <message>
            <source>There is no Python interpreter {python}; give the path of one, such as ENVIRONMENT/bin/python.</source>
            <translation>没有 Python 解释器 {python}；请给出其路径，例如 ENVIRONMENT/bin/python。</translation>
        </message>
        <message>
            <source>There is no bundled network {location}; there are {known}.</source>
            <translation>没有内置网络 {location}；现有：{known}。</translation>
        </message>
        <message>
            <source>There is no bundled network {name}; {hint}</source>
            <translation>没有内置网络 {name}；{hint}</translation>
        </message>
        <message>
            <source>There is no checkpoint {checkpoint}.</source>
            <translation>没有权重文件 {checkpoint}。</translation>
        </message>
        <message>
            <source>There is no checkpoint {file}.</source>
            <translation>没有权重文件 {file}。</translation>
        </message>
        <message>
            <source>There is no edit {number}; this recipe has {count}.</source>
            <translation>没有第 {number} 步编辑；此配方共有 {count} 步。</translation>
        </message>
        <message>
            <source>There is no file {file}.</source>
            <translation>没有文件 {file}。</translation>
        </message>
        <message>
            <source>There is no file {location}; give a Python file.</source>
            <translation>没有文件 {location}；请给出一个 Python 文件。</translation>
        </message>
        <message>
            <source>There is no file {path}; give an exported .pt2 program.</source>
            <translation>没有文件 {path}；请给出导出的 .pt2 程序。</translation>
        </message>
        <message>
            <source>There is no folder {folder}; choose a folder of images.</source>
            <translation>没有文件夹 {folder}；请选择图像文件夹。</translation>
        </message>
        <message>
            <source>There is no image for the self-check; give some.</source>
            <translation>没有用于自检的图像；请给出一些。</translation>
        </message>
        <message>
            <source>There is no module {name}; start where it can be imported, or give the file instead.</source>
            <translation>没有模块 {name}；请在能导入它的位置启动，或直接给出文件。</translation>
        </message>
        <message>
            <source>There is no op {name}; write it like aten.relu.default.</source>
            <translation>没有算子 {name}；请写成 aten.relu.default 这样的形式。</translation>
        </message>
        <message>
            <source>There is no output {index}; the network has {count}.</source>
            <translation>没有第 {index} 个输出；网络共有 {count} 个。</translation>
        </message>
        <message>
            <source>There is no precision {precision}; choose {known}.</source>
            <translation>没有精度 {precision}；请选择 {known}。</translation>
        </message>
        <message>
            <source>There is no range method {method}; choose {known}.</source>
            <translation>没有范围方法 {method}；请选择：{known}。</translation>
        </message>
        <message>
            <source>There is no rule {name}; it may be from a newer version.</source>
            <translation>没有规则 {name}；它可能来自更新的版本。</translation>
        </message>
        <message>
            <source>There is no sample '{name}'; there are: {value}.</source>
            <translation>没有示例“{name}”；现有：{value}。</translation>
        </message>
        <message>
            <source>There is no state {number}; this recipe has {count} edits.</source>
            <translation>没有第 {number} 个状态；共有 {count} 步编辑。</translation>
        </message>
        <message>
            <source>There is no target {name}; choose one of {known}.</source>
            <translation>没有名为 {name} 的目标；请从以下目标中选择：{known}。</translation>
        </message>
        <message>
            <source>There is no toolchain {name}; choose one of {known}.</source>
            <translation>没有工具链 {name}；请从以下选择：{known}。</translation>
        </message>
        <message>
            <source>These are the outputs already.</source>
            <translation>它们已是输出。</translation>
        </message>
        <message>
            <source>This network has no node {name}; was another one opened?</source>
            <translation>该网络没有节点 {name}；是否打开了另一个网络？</translation>
        </message>
        <message>
            <source>This network is here only as far as it could be traced; mend its code and open it again before you edit it.</source>
            <translation>该网络只追踪到了一部分；请修改代码并重新打开后再编辑。</translation>
        </message>
        <message>
            <source>This takes {wanted}.</source>
            <translation>应为：{wanted}。</translation>
        </message>
        <message>
            <source>TorchScript</source>
            <translation>TorchScript</translation>
        </message>
        <message>
            <source>TorchScript (float)</source>
            <translation>TorchScript（浮点）</translation>
        </message>
        <message>
            <source>True or False</source>
            <translation>True 或 False</translation>
        </message>
        <message>
            <source>Trying the inputs</source>
            <translation>正在尝试各输入</translation>
        </message>
        <message>
            <source>Trying the values</source>
            <translation>正在尝试各个值</translation>
        </message>
        <message>
            <source>Values leave the chip at {name}</source>
            <translation>数值在 {name} 处离开芯片</translation>
        </message>
        <message>
            <source>Weights that only undo needs stay in memory, for {folder} cannot be written ({reason}); free space there.</source>
            <translation>无法写入 {folder}（{reason}），仅供撤销使用的权重将留在内存中；请在该处腾出空间。</translation>
        </message>
        <message>
            <source>What reads {name} ({shape}) cannot read {other_name} ({other_shape}) instead: bypass nodes that keep the shape and type.</source>
            <translation>读取 {name}（{shape}）的节点无法改为读取 {other_name}（{other_shape}）：请旁路形状和类型保持不变的节点。</translation>
        </message>
        <message>
            <source>Write ONNX</source>
            <translation>写入 ONNX</translation>
        </message>
        <message>
            <source>Writing pictures</source>
            <translation>正在写入图片</translation>
        </message>
        <message>
            <source>Writing the page</source>
            <translation>正在写入页面</translation>
        </message>
        <message>
            <source>Writing the pages</source>
            <translation>正在写入页面</translation>
        </message>
        <message>
            <source>Writing the picture</source>
            <translation>正在写入图片</translation>
        </message>
        <message>
            <source>YOLOX-nano, detection, 0.9 M parameters, 0.5 GMAC</source>
            <translation>YOLOX-nano，检测，0.9 M 参数，0.5 GMAC</translation>
        </message>
        <message>
            <source>YOLOX-s, detection, 9.0 M parameters, 13 GMAC</source>
            <translation>YOLOX-s，检测，9.0 M 参数，13 GMAC</translation>
        </message>
        <message>
            <source>YOLOX-tiny, detection, 5.1 M parameters, 3.2 GMAC</source>
            <translation>YOLOX-tiny，检测，5.1 M 参数，3.2 GMAC</translation>
        </message>
        <message>
            <source>YOLOv5-Lite c, detection, 4.6 M parameters, 2.8 GMAC</source>
            <translation>YOLOv5-Lite c，检测，4.6 M 参数，2.8 GMAC</translation>
        </message>
        <message>
            <source>YOLOv5-Lite e, detection, 0.8 M parameters, 0.4 GMAC</source>
            <translation>YOLOv5-Lite e，检测，0.8 M 参数，0.4 GMAC</translation>
        </message>
        <message>
            <source>YOLOv5-Lite g, detection, 5.6 M parameters, 8.0 GMAC</source>
            <translation>YOLOv5-Lite g，检测，5.6 M 参数，8.0 GMAC</translation>
        </message>
        <message>
            <source>YOLOv5-Lite s, detection, 1.6 M parameters, 0.8 GMAC</source>
            <translation>YOLOv5-Lite s，检测，1.6 M 参数，0.8 GMAC</translation>
        </message>
        <message>
            <source>a batch of at most {limit}</source>
            <translation>批大小不超过 {limit}</translation>
        </message>
        <message>
            <source>a colour lies outside 0 to 255 @ project.comparison.palette</source>
            <translation>颜色超出 0 到 255 @ project.comparison.palette</translation>
        </message>
        <message>
            <source>a concatenation</source>
            <translation>拼接</translation>
        </message>
        <message>
            <source>a constant</source>
            <translation>常量</translation>
        </message>
        <message>
            <source>a convolution over one row</source>
            <translation>单行上的卷积</translation>
        </message>
        <message>
            <source>a dilated window may miss the last row and column</source>
            <translation>空洞窗口可能漏掉最后的行和列</translation>
        </message>
        <message>
            <source>a dilation is at least 1</source>
            <translation>空洞率至少为 1</translation>
        </message>
        <message>
            <source>a dilation of at most {limit}</source>
            <translation>膨胀率不超过 {limit}</translation>
        </message>
        <message>
            <source>a division that truncates</source>
            <translation>截断除法</translation>
        </message>
        <message>
            <source>a dtype</source>
            <translation>dtype</translation>
        </message>
        <message>
            <source>a height and a width of at most {limit}</source>
            <translation>高和宽均不超过 {limit}</translation>
        </message>
        <message>
            <source>a kernel at least as large as its stride</source>
            <translation>卷积核不小于步长</translation>
        </message>
        <message>
            <source>a kernel of at least {limit}</source>
            <translation>窗口不小于 {limit}</translation>
        </message>
        <message>
            <source>a kernel of at most {limit}</source>
            <translation>窗口不超过 {limit}</translation>
        </message>
        <message>
            <source>a layer normalization over the spatial dimensions</source>
            <translation>空间维度上的层归一化</translation>
        </message>
        <message>
            <source>a list of</source>
            <translation>由</translation>
        </message>
        <message>
            <source>a list of integers</source>
            <translation>整数列表</translation>
        </message>
        <message>
            <source>a list of integers of at least {least}</source>
            <translation>不小于 {least} 的整数列表</translation>
        </message>
        <message>
            <source>a list of texts</source>
            <translation>文本列表</translation>
        </message>
        <message>
            <source>a list of {choices}</source>
            <translation>由 {choices} 组成的列表</translation>
        </message>
        <message>
            <source>a list of {kind} values</source>
            <translation>{kind} 值的列表</translation>
        </message>
        <message>
            <source>a look-up table</source>
            <translation>查找表</translation>
        </message>
        <message>
            <source>a node or a number</source>
            <translation>节点或数值</translation>
        </message>
        <message>
            <source>a number</source>
            <translation>数值</translation>
        </message>
        <message>
            <source>a number as exponent</source>
            <translation>指数为数值</translation>
        </message>
        <message>
            <source>a number in it is multiplied by a constant tensor</source>
            <translation>其中有一个数与常量张量相乘</translation>
        </message>
        <message>
            <source>a padding below half its kernel</source>
            <translation>填充小于窗口的一半</translation>
        </message>
        <message>
            <source>a padding in numbers</source>
            <translation>填充以数值给出</translation>
        </message>
        <message>
            <source>a padding of at most its kernel divided by its stride</source>
            <translation>填充不超过窗口除以步长</translation>
        </message>
        <message>
            <source>a padding of at most {limit}</source>
            <translation>填充不超过 {limit}</translation>
        </message>
        <message>
            <source>a part has a size of at least 1</source>
            <translation>每一部分的大小至少为 1</translation>
        </message>
        <message>
            <source>a part of the path is no folder</source>
            <translation>路径中有一部分不是文件夹</translation>
        </message>
        <message>
            <source>a path holds a character that no file name can have</source>
            <translation>路径含有文件名不允许的字符</translation>
        </message>
        <message>
            <source>a ratio of at most {limit}, and above 1/{limit}</source>
            <translation>缩放比例大于 1/{limit} 且不超过 {limit}</translation>
        </message>
        <message>
            <source>a reciprocal by look-up table and a product</source>
            <translation>查表求倒数再相乘</translation>
        </message>
        <message>
            <source>a reshape and a transpose</source>
            <translation>reshape 加转置</translation>
        </message>
        <message>
            <source>a reshape and a two-dimensional convolution</source>
            <translation>reshape 加二维卷积</translation>
        </message>
        <message>
            <source>a reshape cuts across the axes that are moved</source>
            <translation>有 reshape 切断了被移动的轴</translation>
        </message>
        <message>
            <source>a size is not negative</source>
            <translation>大小不能为负</translation>
        </message>
        <message>
            <source>a size, or recompute_scale_factor=True</source>
            <translation>给出尺寸，或 recompute_scale_factor=True</translation>
        </message>
        <message>
            <source>a step is at least 1</source>
            <translation>步长至少为 1</translation>
        </message>
        <message>
            <source>a stride is at least 1</source>
            <translation>步长至少为 1</translation>
        </message>
        <message>
            <source>a stride of at least {limit}</source>
            <translation>步长不小于 {limit}</translation>
        </message>
        <message>
            <source>a stride of at most {limit}</source>
            <translation>步长不超过 {limit}</translation>
        </message>
        <message>
            <source>a stride of {limit} where it is dilated</source>
            <translation>膨胀时步长为 {limit}</translation>
        </message>
        <message>
            <source>a table</source>
            <translation>表</translation>
        </message>
        <message>
            <source>a tensor</source>
            <translation>张量</translation>
        </message>
        <message>
            <source>a tensor before the minus sign</source>
            <translation>减号前为张量</translation>
        </message>
        <message>
            <source>a type like float32</source>
            <translation>类型，如 float32</translation>
        </message>
        <message>
            <source>a whole number</source>
            <translation>整数</translation>
        </message>
        <message>
            <source>a word</source>
            <translation>字符串</translation>
        </message>
        <message>
            <source>a {kind}</source>
            <translation>{kind}</translation>
        </message>
        <message>
            <source>a {kind}, which cannot be written</source>
            <translation>无法写出的 {kind}</translation>
        </message>
        <message>
            <source>adds a multiple of its second operand</source>
            <translation>加上了第二个操作数的倍数</translation>
        </message>
        <message>
            <source>align_corners={limit}</source>
            <translation>align_corners={limit}</translation>
        </message>
        <message>
            <source>all pairs of it have 5 dimensions or more</source>
            <translation>其所有成对结果有 5 维或更多</translation>
        </message>
        <message>
            <source>all {count} of them</source>
            <translation>全部 {count} 个</translation>
        </message>
        <message>
            <source>alpha is 0</source>
            <translation>alpha 为 0</translation>
        </message>
        <message>
            <source>an axis is named twice</source>
            <translation>同一个轴写了两次</translation>
        </message>
        <message>
            <source>an input that its output size divides</source>
            <translation>输入尺寸能被输出尺寸整除</translation>
        </message>
        <message>
            <source>an input with {limit} dimensions</source>
            <translation>输入维数为 {limit}</translation>
        </message>
        <message>
            <source>an integer</source>
            <translation>整数</translation>
        </message>
        <message>
            <source>an integer of at least {least}</source>
            <translation>不小于 {least} 的整数</translation>
        </message>
        <message>
            <source>an op works along an axis that a reshape before it made</source>
            <translation>有算子沿此前 reshape 产生的轴计算</translation>
        </message>
        <message>
            <source>an output padding of at most {limit}</source>
            <translation>输出填充不超过 {limit}</translation>
        </message>
        <message>
            <source>an {kind}</source>
            <translation>{kind}</translation>
        </message>
        <message>
            <source>another program uses it</source>
            <translation>正被其他程序使用</translation>
        </message>
        <message>
            <source>append {what} to output {output}</source>
            <translation>在第 {output} 个输出后追加{what}</translation>
        </message>
        <message>
            <source>approximate='none'</source>
            <translation>approximate='none'</translation>
        </message>
        <message>
            <source>at least {limit} inputs</source>
            <translation>至少 {limit} 个输入</translation>
        </message>
        <message>
            <source>at most {limit} channels</source>
            <translation>通道数不超过 {limit}</translation>
        </message>
        <message>
            <source>at most {limit} inputs</source>
            <translation>至多 {limit} 个输入</translation>
        </message>
        <message>
            <source>at most {limit} of its axes to be reduced</source>
            <translation>至多归约其中 {limit} 个轴</translation>
        </message>
        <message>
            <source>at most {limit} operand to be broadcast</source>
            <translation>至多广播 {limit} 个操作数</translation>
        </message>
        <message>
            <source>at most {limit} output channels inside the network</source>
            <translation>网络内部的输出通道数不超过 {limit}</translation>
        </message>
        <message>
            <source>at most {limit} output channels where its value leaves the network</source>
            <translation>值离开网络处的输出通道数不超过 {limit}</translation>
        </message>
        <message>
            <source>at most {limit} values to be reduced into one</source>
            <translation>每次归约的数值个数不超过 {limit}</translation>
        </message>
        <message>
            <source>at most {limit} weights for one output channel</source>
            <translation>每个输出通道的权重个数不超过 {limit}</translation>
        </message>
        <message>
            <source>at {name}: {refusal}</source>
            <translation>{name}：{refusal}</translation>
        </message>
        <message>
            <source>axes of at most {limit}</source>
            <translation>各轴长度不超过 {limit}</translation>
        </message>
        <message>
            <source>axes other than the batch to be moved</source>
            <translation>只移动批以外的轴</translation>
        </message>
        <message>
            <source>axis {limit} to be reduced</source>
            <translation>只归约轴 {limit}</translation>
        </message>
        <message>
            <source>beta is {beta}, not positive</source>
            <translation>beta 为 {beta}，不是正数</translation>
        </message>
        <message>
            <source>both factors differ along the axis of the maximum</source>
            <translation>两个因子在取最大值的轴上都有多个值</translation>
        </message>
        <message>
            <source>building</source>
            <translation>正在构建</translation>
        </message>
        <message>
            <source>bypass</source>
            <translation>旁路</translation>
        </message>
        <message>
            <source>bypass {nodes} together</source>
            <translation>一并旁路 {nodes}</translation>
        </message>
        <message>
            <source>ceil_mode={limit}</source>
            <translation>ceil_mode={limit}</translation>
        </message>
        <message>
            <source>change nothing</source>
            <translation>不作改动</translation>
        </message>
        <message>
            <source>check</source>
            <translation>检查</translation>
        </message>
        <message>
            <source>compute the constants of</source>
            <translation>预先计算常量</translation>
        </message>
        <message>
            <source>corners, from {crossed} to {other_crossed}</source>
            <translation>取角点，从 {crossed} 到 {other_crossed}</translation>
        </message>
        <message>
            <source>count_include_pad={limit} where it pads</source>
            <translation>有填充时 count_include_pad={limit}</translation>
        </message>
        <message>
            <source>cursor {cursor} lies beyond its {count} edits @ project.cursor</source>
            <translation>位置 {cursor} 超出其 {count} 个编辑 @ project.cursor</translation>
        </message>
        <message>
            <source>define forward(self, x) in its class</source>
            <translation>请在类中定义 forward(self, x)</translation>
        </message>
        <message>
            <source>delete the branch of</source>
            <translation>删除分支</translation>
        </message>
        <message>
            <source>did you mean {close}?</source>
            <translation>是否想用 {close}？</translation>
        </message>
        <message>
            <source>each place of the kernel of {name} would need a bias of its own</source>
            <translation>{name} 的卷积核每个位置都需要各自的偏置</translation>
        </message>
        <message>
            <source>edited network</source>
            <translation>编辑后的网络</translation>
        </message>
        <message>
            <source>end the network at {ends} and let the host run the rest, or choose another target</source>
            <translation>让网络在 {ends} 处结束，其余交给主机运行，或选择其他目标</translation>
        </message>
        <message>
            <source>enlarging it {factor} times and taking</source>
            <translation>放大 {factor} 倍并取</translation>
        </message>
        <message>
            <source>exporting</source>
            <translation>正在导出</translation>
        </message>
        <message>
            <source>factors {factors} lead to no whole size</source>
            <translation>系数 {factors} 得不到整数尺寸</translation>
        </message>
        <message>
            <source>fix all for {target}</source>
            <translation>为 {target} 全部修复</translation>
        </message>
        <message>
            <source>float</source>
            <translation>浮点</translation>
        </message>
        <message>
            <source>float ONNX</source>
            <translation>浮点 ONNX</translation>
        </message>
        <message>
            <source>fold all batch norms</source>
            <translation>折叠全部批归一化</translation>
        </message>
        <message>
            <source>four Cortex-A55 cores at 1.8 GHz, 16 int8 multiply-accumulates per core and cycle; 32-bit LPDDR4 at 3200 MT/s in theory</source>
            <translation>四核 Cortex-A55，1.8 GHz，每核每周期 16 次 int8 乘加；32 位 LPDDR4，理论速率 3200 MT/s</translation>
        </message>
        <message>
            <source>gather_nd</source>
            <translation>gather_nd</translation>
        </message>
        <message>
            <source>give each input the type it takes, as {option}</source>
            <translation>以 {option} 的形式给出每个输入的类型</translation>
        </message>
        <message>
            <source>give that layer, or the input, as many channels as it takes</source>
            <translation>使该层或输入的通道数一致</translation>
        </message>
        <message>
            <source>holds weights, not the network; open the Python code that builds it, with this file as {option}.</source>
            <translation>中是权重而不是网络；请打开构建网络的 Python 代码，并将此文件作为 {option}。</translation>
        </message>
        <message>
            <source>horizon_plugin_pytorch 0.16 and 1.x: QTensor, nn modules, FX replacement</source>
            <translation>horizon_plugin_pytorch 0.16 与 1.x：QTensor、nn 模块、FX 替换</translation>
        </message>
        <message>
            <source>how large its whole numbers get is not known; float32 divides them exactly below {most}</source>
            <translation>不知道其整数有多大；float32 只在小于 {most} 时精确相除</translation>
        </message>
        <message>
            <source>importing</source>
            <translation>正在导入</translation>
        </message>
        <message>
            <source>include_self={limit}</source>
            <translation>include_self={limit}</translation>
        </message>
        <message>
            <source>indices of type {limit}</source>
            <translation>索引类型为 {limit}</translation>
        </message>
        <message>
            <source>indices that feed {name}</source>
            <translation>索引被 {name} 读取</translation>
        </message>
        <message>
            <source>indices that only leave the network</source>
            <translation>索引只能作为网络输出</translation>
        </message>
        <message>
            <source>insert quant and dequant stubs</source>
            <translation>插入量化与反量化节点</translation>
        </message>
        <message>
            <source>insert {op} after {after}</source>
            <translation>在 {after} 后插入 {op}</translation>
        </message>
        <message>
            <source>install that package, or choose an interpreter that has it</source>
            <translation>请安装该软件包，或选择已安装它的解释器</translation>
        </message>
        <message>
            <source>int8 for ONNX Runtime</source>
            <translation>ONNX Runtime 用 int8</translation>
        </message>
        <message>
            <source>interpolation modes {limit} (0 bilinear, 1 nearest, 2 bicubic)</source>
            <translation>插值模式 {limit}（0 双线性，1 最近邻，2 双三次）</translation>
        </message>
        <message>
            <source>is a configuration; open the Python code that builds a network of it.</source>
            <translation>是配置文件；请打开用它构建网络的 Python 代码。</translation>
        </message>
        <message>
            <source>is a notebook; save its network as a .py file and open that.</source>
            <translation>是 notebook；请把其中的网络存为 .py 文件再打开。</translation>
        </message>
        <message>
            <source>is an ONNX file; open the PyTorch code it was exported from.</source>
            <translation>是 ONNX 文件；请打开导出它的 PyTorch 代码。</translation>
        </message>
        <message>
            <source>is not a checkpoint or is damaged ({name}); copy or download it again</source>
            <translation>不是权重文件或已损坏（{name}）；请重新复制或下载</translation>
        </message>
        <message>
            <source>it</source>
            <translation>该算子</translation>
        </message>
        <message>
            <source>it adds a mask, whose range is too large for a grid</source>
            <translation>它加上掩码，其范围太大，无法放入量化网格</translation>
        </message>
        <message>
            <source>it adds more than {most} values</source>
            <translation>它相加的数值超过 {most} 个</translation>
        </message>
        <message>
            <source>it adds the constant {name}</source>
            <translation>它加上了常量 {name}</translation>
        </message>
        <message>
            <source>it adds to what is there</source>
            <translation>它在原值上累加</translation>
        </message>
        <message>
            <source>it adds up no stack of values</source>
            <translation>它并非对一组堆叠的值求和</translation>
        </message>
        <message>
            <source>it adds up whole numbers, or a single line</source>
            <translation>它累加的是整数，或只有一行</translation>
        </message>
        <message>
            <source>it adds values of different shapes</source>
            <translation>相加的值形状不同</translation>
        </message>
        <message>
            <source>it asks for more values than there are</source>
            <translation>要取的值多于现有的值</translation>
        </message>
        <message>
            <source>it asks of no values at all</source>
            <translation>它判断的张量没有任何值</translation>
        </message>
        <message>
            <source>it asks what does not exceed the threshold</source>
            <translation>它判断的是不超过阈值的值</translation>
        </message>
        <message>
            <source>it averages integers and rounds</source>
            <translation>它对整数求平均并取整</translation>
        </message>
        <message>
            <source>it averages no images of floating-point numbers</source>
            <translation>它求平均的不是浮点图像</translation>
        </message>
        <message>
            <source>it begins with no constant</source>
            <translation>它不以常量开头</translation>
        </message>
        <message>
            <source>it can only be read</source>
            <translation>只读</translation>
        </message>
        <message>
            <source>it changes its input</source>
            <translation>它会改变输入</translation>
        </message>
        <message>
            <source>it chooses among all axes, the softmax runs along one</source>
            <translation>它在所有轴上选择，而 softmax 只沿一个轴</translation>
        </message>
        <message>
            <source>it chooses between numbers that are no fractions</source>
            <translation>它在非小数的数值之间选择</translation>
        </message>
        <message>
            <source>it clamps to [{low}, {high}], not to [0, 6]</source>
            <translation>截断区间是 [{low}, {high}]，而不是 [0, 6]</translation>
        </message>
        <message>
            <source>it clamps to [{low}, {high}], not to an interval</source>
            <translation>截断范围为 [{low}, {high}]，不是一个区间</translation>
        </message>
        <message>
            <source>it clamps to [{min}, {max}], not to values from 0</source>
            <translation>截断区间是 [{min}, {max}]，并非从 0 开始</translation>
        </message>
        <message>
            <source>it clamps truth values</source>
            <translation>它对布尔值做截断</translation>
        </message>
        <message>
            <source>it clamps whole numbers</source>
            <translation>截断的是整数</translation>
        </message>
        <message>
            <source>it comes with Cambricon's Neuware SDK for registered customers.</source>
            <translation>它随寒武纪 Neuware SDK 提供给注册客户。</translation>
        </message>
        <message>
            <source>it comes with Horizon's OpenExplorer package for registered customers.</source>
            <translation>它随地平线 OpenExplorer 软件包提供给注册客户。</translation>
        </message>
        <message>
            <source>it compares no product</source>
            <translation>比较的不是乘积</translation>
        </message>
        <message>
            <source>it compares no sigmoid</source>
            <translation>比较的不是 sigmoid</translation>
        </message>
        <message>
            <source>it compares values of one type already</source>
            <translation>它比较的值已是同一类型</translation>
        </message>
        <message>
            <source>it compares whole numbers</source>
            <translation>它比较的是整数</translation>
        </message>
        <message>
            <source>it computes fractions, not whole numbers</source>
            <translation>它计算的是小数，不是整数</translation>
        </message>
        <message>
            <source>it computes in {kind}; convert the network with .float()</source>
            <translation>它以 {kind} 计算；请用 .float() 转换网络</translation>
        </message>
        <message>
            <source>it computes no image of 4 dimensions</source>
            <translation>它算的不是 4 维图像</translation>
        </message>
        <message>
            <source>it computes no image of floating-point values</source>
            <translation>它计算的不是浮点图像</translation>
        </message>
        <message>
            <source>it computes whole numbers</source>
            <translation>它计算的是整数</translation>
        </message>
        <message>
            <source>it converts to another type</source>
            <translation>它转换为另一种类型</translation>
        </message>
        <message>
            <source>it converts to another type, or reduces every axis</source>
            <translation>它转换为另一种类型，或归约所有轴</translation>
        </message>
        <message>
            <source>it convolves no line that moves make and take back</source>
            <translation>它卷积的不是由移动得到又移回的一行</translation>
        </message>
        <message>
            <source>it could not be measured: {failure}</source>
            <translation>无法测量：{failure}</translation>
        </message>
        <message>
            <source>it decides in Python by the values of a tensor</source>
            <translation>在 Python 中按张量的值作判断</translation>
        </message>
        <message>
            <source>it depends on an input or on random numbers</source>
            <translation>它依赖某个输入或随机数</translation>
        </message>
        <message>
            <source>it depends on an input, or on another op</source>
            <translation>它依赖某个输入或其他算子</translation>
        </message>
        <message>
            <source>it divides by a tensor, not by a number</source>
            <translation>除数是张量而不是数值</translation>
        </message>
        <message>
            <source>it divides by a tensor, or does not round</source>
            <translation>它除以张量，或不取整</translation>
        </message>
        <message>
            <source>it divides by the size of its windows already</source>
            <translation>它已按窗口大小做除法</translation>
        </message>
        <message>
            <source>it divides by {given}</source>
            <translation>除数是 {given}</translation>
        </message>
        <message>
            <source>it divides integers, or by {other}</source>
            <translation>它除的是整数，或除数为 {other}</translation>
        </message>
        <message>
            <source>it does not add convolutions of one value</source>
            <translation>相加的不是同一个值的卷积</translation>
        </message>
        <message>
            <source>it does not add whole rows, each to one other</source>
            <translation>它不是把整行各自加到另一行</translation>
        </message>
        <message>
            <source>it does not divide by 1 + exp(−x)</source>
            <translation>它不是除以 1 + exp(−x)</translation>
        </message>
        <message>
            <source>it does not divide exp(x) by 1 + exp(x)</source>
            <translation>它不是 exp(x) 除以 1 + exp(x)</translation>
        </message>
        <message>
            <source>it does not divide whole numbers by one but 0</source>
            <translation>它不是整数除以非零整数</translation>
        </message>
        <message>
            <source>it does not join channels</source>
            <translation>它不是沿通道拼接</translation>
        </message>
        <message>
            <source>it does not join strided slices of one value</source>
            <translation>它拼接的不是同一个值的等步长切片</translation>
        </message>
        <message>
            <source>it does not leave the chip right away</source>
            <translation>其结果并不直接离开芯片</translation>
        </message>
        <message>
            <source>it does not pair channels</source>
            <translation>它没有把通道成对排列</translation>
        </message>
        <message>
            <source>it does not reduce all axes to one number</source>
            <translation>它没有将所有轴归约为一个数</translation>
        </message>
        <message>
            <source>it does not reduce the batch</source>
            <translation>它不沿批次归约</translation>
        </message>
        <message>
            <source>it does not rewrite {op}</source>
            <translation>该规则不改写 {op}</translation>
        </message>
        <message>
            <source>it does not say which edit it is</source>
            <translation>没有说明是哪种编辑</translation>
        </message>
        <message>
            <source>it does not select halves</source>
            <translation>它没有选取前后两半</translation>
        </message>
        <message>
            <source>it does not shuffle channels between groups</source>
            <translation>它没有在分组之间混洗通道</translation>
        </message>
        <message>
            <source>it does not take rows along one axis</source>
            <translation>它没有沿一个轴取行</translation>
        </message>
        <message>
            <source>it does not turn channels into pixels</source>
            <translation>它没有把通道变为像素</translation>
        </message>
        <message>
            <source>it does not turn pixels into channels</source>
            <translation>它没有把像素变为通道</translation>
        </message>
        <message>
            <source>it drops values at random between its layers</source>
            <translation>它在各层之间随机丢弃数值</translation>
        </message>
        <message>
            <source>it enlarges no image of 4 dimensions</source>
            <translation>它放大的不是 4 维图像</translation>
        </message>
        <message>
            <source>it exists already</source>
            <translation>已存在</translation>
        </message>
        <message>
            <source>it fails here ({error})</source>
            <translation>在此处失败（{error}）</translation>
        </message>
        <message>
            <source>it goes over other axes than rows and columns</source>
            <translation>它沿行和列以外的轴计算</translation>
        </message>
        <message>
            <source>it goes over several axes, or compares whole numbers</source>
            <translation>它跨多个轴，或比较的是整数</translation>
        </message>
        <message>
            <source>it has 4 dimensions already</source>
            <translation>它已是 4 维</translation>
        </message>
        <message>
            <source>it has a size already</source>
            <translation>它已给出尺寸</translation>
        </message>
        <message>
            <source>it has factors already</source>
            <translation>它已给出系数</translation>
        </message>
        <message>
            <source>it has no ceil mode</source>
            <translation>它没有使用 ceil 模式</translation>
        </message>
        <message>
            <source>it has no constant tensor</source>
            <translation>它没有常量张量</translation>
        </message>
        <message>
            <source>it holds values that are not finite, which no scale reaches; where it is a mask, write a number such as -100</source>
            <translation>其中含有非有限值，任何缩放系数都无法覆盖；若为掩码，请改用 -100 之类的数值</translation>
        </message>
        <message>
            <source>it is a constant already</source>
            <translation>它本身就是常量</translation>
        </message>
        <message>
            <source>it is a folder</source>
            <translation>这是一个文件夹</translation>
        </message>
        <message>
            <source>it is a product of two tensors already</source>
            <translation>它已是两个张量的乘积</translation>
        </message>
        <message>
            <source>it is computed of integers</source>
            <translation>它由整数计算而来</translation>
        </message>
        <message>
            <source>it is empty @ project.target</source>
            <translation>为空 @ project.target</translation>
        </message>
        <message>
            <source>it is grouped or dilated</source>
            <translation>它是分组或带膨胀的</translation>
        </message>
        <message>
            <source>it is in no later call of a module</source>
            <translation>它不在模块的后续调用中</translation>
        </message>
        <message>
            <source>it is missing</source>
            <translation>缺失</translation>
        </message>
        <message>
            <source>it is no 1×1 convolution without padding</source>
            <translation>它不是无填充的 1×1 卷积</translation>
        </message>
        <message>
            <source>it is no approximation</source>
            <translation>它不是近似形式</translation>
        </message>
        <message>
            <source>it is no mean over rows and columns of 4 dimensions</source>
            <translation>它不是 4 维张量上按行和列求的均值</translation>
        </message>
        <message>
            <source>it is no product of x with 1 + erf(x/√2)</source>
            <translation>它不是 x 与 1 + erf(x/√2) 的乘积</translation>
        </message>
        <message>
            <source>it is no program of this system</source>
            <translation>不是本系统可运行的程序</translation>
        </message>
        <message>
            <source>it is no slice along each axis</source>
            <translation>它不是沿各轴的切片</translation>
        </message>
        <message>
            <source>it is no sum over rows and columns of images</source>
            <translation>它不是沿图像行和列的求和</translation>
        </message>
        <message>
            <source>it is none of {known}</source>
            <translation>不在以下之列：{known}</translation>
        </message>
        <message>
            <source>it is not entries in braces</source>
            <translation>不是花括号中的条目</translation>
        </message>
        <message>
            <source>it is one permutation already</source>
            <translation>它已经是单个维度置换</translation>
        </message>
        <message>
            <source>it is one permutation behind the batch already</source>
            <translation>批之后的部分已是一次 permute</translation>
        </message>
        <message>
            <source>it is the exact GELU, not the tanh form</source>
            <translation>它是精确 GELU，而不是 tanh 形式</translation>
        </message>
        <message>
            <source>it is the norm of order {given}</source>
            <translation>它是 {given} 阶范数</translation>
        </message>
        <message>
            <source>it is the norm of order {ord}</source>
            <translation>它是 {ord} 阶范数</translation>
        </message>
        <message>
            <source>it is the norm of order {ord}, not 2</source>
            <translation>它是 {ord} 阶范数，而不是 2 阶</translation>
        </message>
        <message>
            <source>it is the {approximate} approximation</source>
            <translation>它是 {approximate} 近似</translation>
        </message>
        <message>
            <source>it joins {count} tensors</source>
            <translation>它拼接了 {count} 个张量</translation>
        </message>
        <message>
            <source>it keeps its dimensions already</source>
            <translation>它已保持维数</translation>
        </message>
        <message>
            <source>it lies outside of the matrix</source>
            <translation>它位于矩阵之外</translation>
        </message>
        <message>
            <source>it makes a matrix of a diagonal</source>
            <translation>它由对角线构成矩阵</translation>
        </message>
        <message>
            <source>it makes an op that {chip} refuses too: {op} takes {allowed}; that one would have {seen}</source>
            <translation>它生成的一个算子 {chip} 同样不接受：{op} 要求：{allowed}；该算子将是：{seen}</translation>
        </message>
        <message>
            <source>it makes {count} ops that {chip} refuses too: {op} takes {allowed}; one would have {seen}</source>
            <translation>它生成的 {count} 个算子 {chip} 同样不接受：{op} 要求：{allowed}；其中一个将是：{seen}</translation>
        </message>
        <message>
            <source>it moves no pixels of images</source>
            <translation>它没有移动图像的像素</translation>
        </message>
        <message>
            <source>it moves {count} groups of values; 4 dimensions hold no more</source>
            <translation>它移动 {count} 组数值；4 维容纳不下</translation>
        </message>
        <message>
            <source>it multiplies a vector, which is no matrix</source>
            <translation>它乘以向量，而不是矩阵</translation>
        </message>
        <message>
            <source>it multiplies no patches of an image</source>
            <translation>它没有把图像块与矩阵相乘</translation>
        </message>
        <message>
            <source>it multiplies other than two tensors axis by axis</source>
            <translation>它并非将两个张量逐轴相乘</translation>
        </message>
        <message>
            <source>it multiplies whole numbers, or none</source>
            <translation>它将整数相乘，或没有数值相乘</translation>
        </message>
        <message>
            <source>it needs {count} values and has {found}</source>
            <translation>需要 {count} 个值，现有 {found} 个</translation>
        </message>
        <message>
            <source>it needs {lacking}, which {chip} lacks too and no rule writes there</source>
            <translation>它需要 {lacking}，而 {chip} 同样没有，也没有规则能在那里改写它</translation>
        </message>
        <message>
            <source>it normalizes another axis than the linear op reads</source>
            <translation>归一化的轴与线性算子读取的轴不同</translation>
        </message>
        <message>
            <source>it normalizes another axis than the linear op yields</source>
            <translation>归一化的轴与线性算子输出的轴不同</translation>
        </message>
        <message>
            <source>it normalizes with saved statistics</source>
            <translation>它使用保存的统计量做归一化</translation>
        </message>
        <message>
            <source>it pads by numbers, or takes values off</source>
            <translation>它用常数填充，或裁去数值</translation>
        </message>
        <message>
            <source>it pads by values of the image</source>
            <translation>它用图像中的值填充</translation>
        </message>
        <message>
            <source>it pads by {mode}</source>
            <translation>其填充方式为 {mode}</translation>
        </message>
        <message>
            <source>it pads by {padding}; only a pool without padding splits</source>
            <translation>填充为 {padding}；只有无填充的池化才能拆分</translation>
        </message>
        <message>
            <source>it pads with zeros, to which the first bias was not added</source>
            <translation>它补零，而这些零没有加上前一层的偏置</translation>
        </message>
        <message>
            <source>it pools to {output_size}, not to one value</source>
            <translation>池化到 {output_size}，而不是单个值</translation>
        </message>
        <message>
            <source>it projects its state to fewer values</source>
            <translation>它将状态投影为更少的数值</translation>
        </message>
        <message>
            <source>it reads neither sigmoid nor softmax</source>
            <translation>它读取的既不是 sigmoid 也不是 softmax</translation>
        </message>
        <message>
            <source>it reads no sigmoid</source>
            <translation>它读取的不是 sigmoid</translation>
        </message>
        <message>
            <source>it reduces every axis</source>
            <translation>它归约了所有轴</translation>
        </message>
        <message>
            <source>it reduces one axis, or into another type</source>
            <translation>它只归约一个轴，或结果类型不同</translation>
        </message>
        <message>
            <source>it repeats a single number</source>
            <translation>它重复的是单个数</translation>
        </message>
        <message>
            <source>it repeats no rows or columns of an image</source>
            <translation>它没有重复图像的行或列</translation>
        </message>
        <message>
            <source>it replaces rows, or takes other than their sum</source>
            <translation>它替换各行，或取的不是求和</translation>
        </message>
        <message>
            <source>it replaces values, or lists several axes</source>
            <translation>它替换值，或列出多个轴</translation>
        </message>
        <message>
            <source>it rolls all axes as one</source>
            <translation>它把所有轴当作一个滚动</translation>
        </message>
        <message>
            <source>it runs on {size}, so give an input of that size</source>
            <translation>网络可接受 {size}，请改用该输入尺寸</translation>
        </message>
        <message>
            <source>it sorts what it takes already</source>
            <translation>它取出的值已经排序</translation>
        </message>
        <message>
            <source>it spreads an axis of one tensor over the other</source>
            <translation>它把一个张量的某个轴广播到另一个张量上</translation>
        </message>
        <message>
            <source>it spreads one operand at most, and within each image</source>
            <translation>它最多展开一个操作数，且不跨批次</translation>
        </message>
        <message>
            <source>it spreads values over more than 4 dimensions</source>
            <translation>它把值展开到 4 维以上</translation>
        </message>
        <message>
            <source>it subtracts a number from a constant</source>
            <translation>它从常量中减去数值</translation>
        </message>
        <message>
            <source>it subtracts from a tensor, not from a constant</source>
            <translation>被减数是张量而不是常量</translation>
        </message>
        <message>
            <source>it subtracts integers from another type</source>
            <translation>它从其他类型的数据中减去整数</translation>
        </message>
        <message>
            <source>it sums along an axis of one tensor alone</source>
            <translation>它只沿一个张量的轴求和</translation>
        </message>
        <message>
            <source>it takes a number for each side of the picture</source>
            <translation>它要求图像的每条边各给一个数</translation>
        </message>
        <message>
            <source>it takes a shift for each axis</source>
            <translation>它要求每个轴各给一个移位量</translation>
        </message>
        <message>
            <source>it takes a size or factors, one of the two</source>
            <translation>尺寸与倍数只能给出其一</translation>
        </message>
        <message>
            <source>it takes no channels of an image</source>
            <translation>它没有取图像的通道</translation>
        </message>
        <message>
            <source>it takes no rows</source>
            <translation>它没有取任何行</translation>
        </message>
        <message>
            <source>it takes no steps</source>
            <translation>它的步长为 1</translation>
        </message>
        <message>
            <source>it takes no {times} of {dtype}</source>
            <translation>它不接受 {dtype} 的 {times}</translation>
        </message>
        <message>
            <source>it takes one of several values, of which there are fewer now</source>
            <translation>它取多个值中的一个，而现在的值没有那么多</translation>
        </message>
        <message>
            <source>it takes other than the sum of all</source>
            <translation>它取的不是全部值之和</translation>
        </message>
        <message>
            <source>it takes pictures and would be given {given}</source>
            <translation>它要求图像，而将得到 {given}</translation>
        </message>
        <message>
            <source>it takes powers of {base}, or whole ones</source>
            <translation>它以 {base} 为底，或指数为整数</translation>
        </message>
        <message>
            <source>it takes steps</source>
            <translation>它的步长大于 1</translation>
        </message>
        <message>
            <source>it takes the channels in another order</source>
            <translation>它按另一种顺序读取通道</translation>
        </message>
        <message>
            <source>it takes the diagonal of a matrix</source>
            <translation>它取矩阵的对角线</translation>
        </message>
        <message>
            <source>it takes the statistics of each batch itself</source>
            <translation>它用每批数据自身的统计量做归一化</translation>
        </message>
        <message>
            <source>it takes values that end in {wanted} and would be given {given}</source>
            <translation>它要求末尾维度为 {wanted} 的张量，而输入将是 {given}</translation>
        </message>
        <message>
            <source>it takes whole numbers: name their type, as {option}</source>
            <translation>它接受的是整数：请写明类型，例如 {option}</translation>
        </message>
        <message>
            <source>it takes {steps} steps; written out, more than {most} are too many</source>
            <translation>它需要 {steps} 步；展开超过 {most} 步则过多</translation>
        </message>
        <message>
            <source>it works along axes of more than 4 dimensions, or along all</source>
            <translation>它在 4 维以上的轴上计算，或沿所有轴计算</translation>
        </message>
        <message>
            <source>it works on the bits of whole numbers</source>
            <translation>它对整数的各位进行运算</translation>
        </message>
        <message>
            <source>it would yield {described} instead of {other_described}</source>
            <translation>它会得到 {described}，而不是 {other_described}</translation>
        </message>
        <message>
            <source>it writes a row twice, or adds to it</source>
            <translation>它重复写入同一行，或做累加</translation>
        </message>
        <message>
            <source>it writes a value twice</source>
            <translation>它对同一个值写入两次</translation>
        </message>
        <message>
            <source>it writes infinity, which no product of 0 takes back</source>
            <translation>它写入无穷大，乘以 0 也无法消除</translation>
        </message>
        <message>
            <source>it writes into no matrix whose rows lie in order</source>
            <translation>它写入的并非各行按序存放的矩阵</translation>
        </message>
        <message>
            <source>it writes no values with steps between them</source>
            <translation>它写入的数值之间没有步长</translation>
        </message>
        <message>
            <source>it writes other values than those of a diagonal</source>
            <translation>它写入的值不在同一条对角线上</translation>
        </message>
        <message>
            <source>it writes several values, or adds them</source>
            <translation>它写入多个值，或做累加</translation>
        </message>
        <message>
            <source>it writes with steps of {step}</source>
            <translation>它以步长 {step} 写入</translation>
        </message>
        <message>
            <source>it yields several values</source>
            <translation>它产生多个值</translation>
        </message>
        <message>
            <source>its arguments do not go together</source>
            <translation>其参数互相不符</translation>
        </message>
        <message>
            <source>its bias is computed by the network</source>
            <translation>其偏置由网络计算得到</translation>
        </message>
        <message>
            <source>its bounds are so far away that small values would be rounded</source>
            <translation>其边界相距过远，较小的数值会被舍入</translation>
        </message>
        <message>
            <source>its bounds {low} and {high} cross</source>
            <translation>下限 {low} 大于上限 {high}</translation>
        </message>
        <message>
            <source>its branches are padded differently, so they look elsewhere</source>
            <translation>各分支填充不同，因此取样位置不同</translation>
        </message>
        <message>
            <source>its branches differ in stride</source>
            <translation>各分支步长不同</translation>
        </message>
        <message>
            <source>its channels do not divide into {groups} groups</source>
            <translation>通道数不能平均分成 {groups} 组</translation>
        </message>
        <message>
            <source>its constant tensor comes first</source>
            <translation>它的常量张量在前</translation>
        </message>
        <message>
            <source>its corners are aligned already</source>
            <translation>其角点已对齐</translation>
        </message>
        <message>
            <source>its corners are not aligned</source>
            <translation>其角点未对齐</translation>
        </message>
        <message>
            <source>its dilations {given} differ</source>
            <translation>它的空洞率 {given} 不一致</translation>
        </message>
        <message>
            <source>its dilations {given} share no factor</source>
            <translation>它的空洞率 {given} 没有公因数</translation>
        </message>
        <message>
            <source>its equation does not go with what it reads</source>
            <translation>其算式与读入的值不符</translation>
        </message>
        <message>
            <source>its exponent {power} is no root or inverse</source>
            <translation>它的指数 {power} 不是开方或倒数</translation>
        </message>
        <message>
            <source>its factors are not both sigmoids</source>
            <translation>两个因子并非都是 sigmoid</translation>
        </message>
        <message>
            <source>its fullest cell sums {depth} values; a table of that many for each of {count} cells is too large</source>
            <translation>最满的单元要加 {depth} 个值；为 {count} 个单元各留这么多项的表太大</translation>
        </message>
        <message>
            <source>its heads share keys</source>
            <translation>多个注意力头共用键</translation>
        </message>
        <message>
            <source>its index is no constant list of rows</source>
            <translation>其索引不是常量行列表</translation>
        </message>
        <message>
            <source>its index is no mask of the whole tensor</source>
            <translation>其索引不是整个张量的掩码</translation>
        </message>
        <message>
            <source>its index is not the same in all places of a row</source>
            <translation>其索引在同一行的各位置并不相同</translation>
        </message>
        <message>
            <source>its index leaves parts of the rows out</source>
            <translation>其索引未覆盖整行</translation>
        </message>
        <message>
            <source>its indices are no constant lists</source>
            <translation>其索引不是常量列表</translation>
        </message>
        <message>
            <source>its indices are read</source>
            <translation>其索引被读取</translation>
        </message>
        <message>
            <source>its input does not lie in order</source>
            <translation>其输入在内存中不是按顺序排列</translation>
        </message>
        <message>
            <source>its input has no channels</source>
            <translation>其输入没有通道</translation>
        </message>
        <message>
            <source>its input has no values</source>
            <translation>其输入没有数值</translation>
        </message>
        <message>
            <source>its input has {dim} dimensions, not 2 or 3</source>
            <translation>其输入是 {dim} 维而不是 2 或 3 维</translation>
        </message>
        <message>
            <source>its input has {dim} dimensions, not 4</source>
            <translation>其输入是 {dim} 维而不是 4 维</translation>
        </message>
        <message>
            <source>its input has {dim} dimensions, not fewer than 4</source>
            <translation>其输入是 {dim} 维，并不少于 4 维</translation>
        </message>
        <message>
            <source>its input has {size} pixels per channel</source>
            <translation>其输入每个通道有 {size} 个像素</translation>
        </message>
        <message>
            <source>its input of {shape} is no image</source>
            <translation>其输入 {shape} 不是图像</translation>
        </message>
        <message>
            <source>its inputs differ in their number of dimensions</source>
            <translation>各输入的维数不同</translation>
        </message>
        <message>
            <source>its kernel has no holes</source>
            <translation>它的卷积核没有空洞</translation>
        </message>
        <message>
            <source>its kernel spans {kernel}, more than the {size} that it would be given</source>
            <translation>卷积核覆盖 {kernel}，大于填充后的输入 {size}</translation>
        </message>
        <message>
            <source>its kernel {kernel} does not cover the whole map</source>
            <translation>其窗口 {kernel} 没有覆盖整个特征图</translation>
        </message>
        <message>
            <source>its kernel {shape} is padded unevenly</source>
            <translation>其卷积核 {shape} 的填充不均匀</translation>
        </message>
        <message>
            <source>its kernels cannot be padded evenly to one size</source>
            <translation>各卷积核无法均匀补到同一尺寸</translation>
        </message>
        <message>
            <source>its last windows reach over the edge</source>
            <translation>最后的窗口越过了边缘</translation>
        </message>
        <message>
            <source>its line is not all channels of an image of one pixel</source>
            <translation>它的这一行不是单像素图像的全部通道</translation>
        </message>
        <message>
            <source>its logits are integers, whose scores are mostly 0 or 1</source>
            <translation>其 logits 为整数，对应的得分大多为 0 或 1</translation>
        </message>
        <message>
            <source>its map holds no floating-point numbers</source>
            <translation>它的特征图不是浮点数</translation>
        </message>
        <message>
            <source>its map of {size} is no multiple of the holes</source>
            <translation>它的特征图 {size} 不是空洞率的整数倍</translation>
        </message>
        <message>
            <source>its mask hides every key from some queries</source>
            <translation>掩码对某些查询屏蔽了全部键</translation>
        </message>
        <message>
            <source>its mask is computed while the network runs</source>
            <translation>掩码在网络运行时才计算</translation>
        </message>
        <message>
            <source>its number of channels is {wanted} and would be {given}</source>
            <translation>它的通道数是 {wanted}，而输入将有 {given} 个通道</translation>
        </message>
        <message>
            <source>its operand {name} is {kind}, not float32</source>
            <translation>其操作数 {name} 是 {kind} 而不是 float32</translation>
        </message>
        <message>
            <source>its parts are even; plain pooling is less work</source>
            <translation>各部分均匀；普通池化计算量更小</translation>
        </message>
        <message>
            <source>its products would take {count:.1f} billion multiply-accumulates</source>
            <translation>其乘积需要 {count:.1f} 十亿次乘加</translation>
        </message>
        <message>
            <source>its result is not a number on a grid</source>
            <translation>其结果不是量化网格上的数</translation>
        </message>
        <message>
            <source>its row of {count} moves is not between images</source>
            <translation>它所在的 {count} 个移动算子不是从图像到图像</translation>
        </message>
        <message>
            <source>its rows make {count} slices</source>
            <translation>其各行构成 {count} 个切片</translation>
        </message>
        <message>
            <source>its size would depend on values</source>
            <translation>其大小将取决于数值</translation>
        </message>
        <message>
            <source>its slices begin beyond the first step</source>
            <translation>其切片起点超出第一个步长</translation>
        </message>
        <message>
            <source>its states are {sizes} and should be {expected}</source>
            <translation>它的状态大小为 {sizes}，应为 {expected}</translation>
        </message>
        <message>
            <source>its strides {stride} differ along rows and columns</source>
            <translation>它在行和列方向的步长 {stride} 不同</translation>
        </message>
        <message>
            <source>its value has {count} dimensions, not 4</source>
            <translation>其值是 {count} 维而不是 4 维</translation>
        </message>
        <message>
            <source>its vectors are no patches of an image, one by one</source>
            <translation>它的向量不是逐个的图像块</translation>
        </message>
        <message>
            <source>its weight has the shape {weight}, not {given}</source>
            <translation>其权重的形状为 {weight}，而不是 {given}</translation>
        </message>
        <message>
            <source>its weight is a single row</source>
            <translation>其权重只有一行</translation>
        </message>
        <message>
            <source>its weight is computed by the network</source>
            <translation>其权重由网络计算得到</translation>
        </message>
        <message>
            <source>its weight is made for another number of groups</source>
            <translation>其权重是按另一种分组数制作的</translation>
        </message>
        <message>
            <source>its weight or bias is computed by the network</source>
            <translation>其权重或偏置由网络计算得到</translation>
        </message>
        <message>
            <source>its weights are computed</source>
            <translation>其权重是计算得到的</translation>
        </message>
        <message>
            <source>its weights are made for another number of layers or directions</source>
            <translation>其权重是为另外的层数或方向数准备的</translation>
        </message>
        <message>
            <source>its weights are made with biases, or without</source>
            <translation>其权重的偏置设置与此不同</translation>
        </message>
        <message>
            <source>its whole numbers may reach {largest}; float32 divides them exactly below {most}</source>
            <translation>其整数可达 {largest}；float32 只在小于 {most} 时精确相除</translation>
        </message>
        <message>
            <source>its windows are larger than what it would be given</source>
            <translation>窗口大于输入</translation>
        </message>
        <message>
            <source>its windows at the edge divide by fewer values</source>
            <translation>边缘窗口的除数较小</translation>
        </message>
        <message>
            <source>its windows differ in size</source>
            <translation>其各窗口大小不同</translation>
        </message>
        <message>
            <source>its windows make {count} parts</source>
            <translation>其窗口会分成 {count} 段</translation>
        </message>
        <message>
            <source>its windows overlap, or leave values out</source>
            <translation>它的窗口相互重叠，或漏掉了部分数值</translation>
        </message>
        <message>
            <source>keepdim=True, so that values keep their dimensions</source>
            <translation>keepdim=True（保持维数不变）</translation>
        </message>
        <message>
            <source>kernel {crossed} and padding {other_crossed}</source>
            <translation>窗口 {crossed}、填充 {other_crossed}</translation>
        </message>
        <message>
            <source>kernel {crossed} and stride {other_crossed}</source>
            <translation>窗口 {crossed}、步长 {other_crossed}</translation>
        </message>
        <message>
            <source>kernel {crossed}, stride {other_crossed} and padding {third_crossed}</source>
            <translation>窗口 {crossed}、步长 {other_crossed}、填充 {third_crossed}</translation>
        </message>
        <message>
            <source>leave the decoding of predictions to the host</source>
            <translation>将预测的解码留给主机</translation>
        </message>
        <message>
            <source>linear ops, sigmoid and tanh</source>
            <translation>线性算子、sigmoid 和 tanh</translation>
        </message>
        <message>
            <source>linear ops, sigmoid and tanh for each step</source>
            <translation>每一步的线性算子、sigmoid 和 tanh</translation>
        </message>
        <message>
            <source>loading weights</source>
            <translation>正在加载权重</translation>
        </message>
        <message>
            <source>look at that line, or give other arguments as {option}</source>
            <translation>请检查该行，或以 {option} 给出其他参数</translation>
        </message>
        <message>
            <source>look for a function that calls itself</source>
            <translation>请检查是否有调用自身的函数</translation>
        </message>
        <message>
            <source>masks of true and false that are constants</source>
            <translation>常量布尔掩码</translation>
        </message>
        <message>
            <source>measured, it is off by {off:.2g}, where {allowed:.2g} is what it may be off</source>
            <translation>实测偏差为 {off:.2g}，超过允许的 {allowed:.2g}</translation>
        </message>
        <message>
            <source>merge all parallel branches</source>
            <translation>合并全部并行分支</translation>
        </message>
        <message>
            <source>merged they take {merged} multiply-accumulates, now {apart}</source>
            <translation>合并后需 {merged} 次乘加，现在为 {apart} 次</translation>
        </message>
        <message>
            <source>merged they take {merged} weights per output, now {apart}</source>
            <translation>合并后每个输出需 {merged} 个权重，现在为 {apart} 个</translation>
        </message>
        <message>
            <source>more is read of it than selections</source>
            <translation>除选取之外它还被其他算子读取</translation>
        </message>
        <message>
            <source>more than {most} pieces would be moved</source>
            <translation>需要移动的片段超过 {most} 个</translation>
        </message>
        <message>
            <source>moves {moved}, about {time} (estimate)</source>
            <translation>搬运 {moved}，约 {time}（估计）</translation>
        </message>
        <message>
            <source>name must be that of the file, {stem}</source>
            <translation>name 必须与文件名一致，即 {stem}</translation>
        </message>
        <message>
            <source>networks are opened on the CPU: take the device of an input, or ask torch.cuda.is_available()</source>
            <translation>网络在 CPU 上打开：请使用输入所在的设备，或先判断 torch.cuda.is_available()</translation>
        </message>
        <message>
            <source>no 1×1 convolution comes before it</source>
            <translation>其前面没有 1×1 卷积</translation>
        </message>
        <message>
            <source>no constant tensor</source>
            <translation>没有常量张量</translation>
        </message>
        <message>
            <source>no convolution comes before it</source>
            <translation>其前面没有卷积</translation>
        </message>
        <message>
            <source>no divisor_override</source>
            <translation>不使用 divisor_override</translation>
        </message>
        <message>
            <source>no image is flattened before it</source>
            <translation>其前面没有展平图像</translation>
        </message>
        <message>
            <source>no indices to be read</source>
            <translation>索引不被读取</translation>
        </message>
        <message>
            <source>no input</source>
            <translation>没有输入</translation>
        </message>
        <message>
            <source>no int8 kernel for layer normalization; sums the integers in float64, exactly</source>
            <translation>层归一化没有 int8 内核；以 float64 对整数求和，结果精确</translation>
        </message>
        <message>
            <source>no int8 kernel for linear resize; blends the integers in float32, exactly</source>
            <translation>线性缩放没有 int8 内核；以 float32 混合整数，结果精确</translation>
        </message>
        <message>
            <source>no int8 kernel for means over these axes; adds the integers in float32, exactly</source>
            <translation>沿这些轴求均值没有 int8 内核；以 float32 对整数求和，结果精确</translation>
        </message>
        <message>
            <source>no int8 kernel for softmax; divides whole numbers in float64, exactly</source>
            <translation>softmax 没有 int8 内核；以 float64 做整数除法，结果精确</translation>
        </message>
        <message>
            <source>no int8 kernel for sums over these axes; adds the integers in float32, exactly</source>
            <translation>沿这些轴求和没有 int8 内核；以 float32 对整数求和，结果精确</translation>
        </message>
        <message>
            <source>no int8 kernel for transposed convolution; sums the integers in float32</source>
            <translation>转置卷积没有 int8 内核；以 float32 对整数求和</translation>
        </message>
        <message>
            <source>no key {keys} is known</source>
            <translation>不认识键 {keys}</translation>
        </message>
        <message>
            <source>no layer with weights comes before it</source>
            <translation>其前面没有带权重的层</translation>
        </message>
        <message>
            <source>no linear op reads a vector for each image</source>
            <translation>没有全连接算子读取每幅图像对应的向量</translation>
        </message>
        <message>
            <source>no node has such an op</source>
            <translation>没有节点使用这种算子</translation>
        </message>
        <message>
            <source>no op before it computes the same</source>
            <translation>其前面没有算子做同样的计算</translation>
        </message>
        <message>
            <source>no op of its kind comes before it</source>
            <translation>其前面没有同类算子</translation>
        </message>
        <message>
            <source>no other op reads its weights</source>
            <translation>没有其他算子读取其权重</translation>
        </message>
        <message>
            <source>no padding comes before it</source>
            <translation>其前面没有填充</translation>
        </message>
        <message>
            <source>no permission</source>
            <translation>没有权限</translation>
        </message>
        <message>
            <source>no product with 1 + erf(x/√2) follows it</source>
            <translation>其后没有与 1 + erf(x/√2) 的乘积</translation>
        </message>
        <message>
            <source>no reshape to 4 dimensions comes before it</source>
            <translation>其前面没有变为 4 维的 reshape</translation>
        </message>
        <message>
            <source>no rounding_mode</source>
            <translation>不使用 rounding_mode</translation>
        </message>
        <message>
            <source>no single op: with every value made visible, all are equal</source>
            <translation>并非某一个算子：把每个中间值都显示出来时，结果全部一致</translation>
        </message>
        <message>
            <source>no space is left</source>
            <translation>空间不足</translation>
        </message>
        <message>
            <source>no stub of its kind comes before it</source>
            <translation>其前面没有同类的量化或反量化节点</translation>
        </message>
        <message>
            <source>no such file or folder</source>
            <translation>没有此文件或文件夹</translation>
        </message>
        <message>
            <source>no value of more than 4 dimensions goes in or out</source>
            <translation>没有超过 4 维的值进出</translation>
        </message>
        <message>
            <source>nobody can answer it here, so make it an argument</source>
            <translation>此处无人应答，请改为参数</translation>
        </message>
        <message>
            <source>none</source>
            <translation>无</translation>
        </message>
        <message>
            <source>norms of order {limit}</source>
            <translation>范数的阶为 {limit}</translation>
        </message>
        <message>
            <source>not enough memory</source>
            <translation>内存不足</translation>
        </message>
        <message>
            <source>not permitted</source>
            <translation>操作不被允许</translation>
        </message>
        <message>
            <source>nothing is divided by 0</source>
            <translation>除数不能为 0</translation>
        </message>
        <message>
            <source>nothing is permuted in this row of reshapes</source>
            <translation>这一串 reshape 中没有重排</translation>
        </message>
        <message>
            <source>nothing is repeated in this row of reshapes</source>
            <translation>这一串变形中没有重复任何数值</translation>
        </message>
        <message>
            <source>nothing is selected along one axis of it</source>
            <translation>没有沿其某个轴的选取</translation>
        </message>
        <message>
            <source>nothing would be left</source>
            <translation>结果会是空的</translation>
        </message>
        <message>
            <source>numbers</source>
            <translation>个数值组成的列表</translation>
        </message>
        <message>
            <source>numbers as bounds</source>
            <translation>上下界为数值</translation>
        </message>
        <message>
            <source>one</source>
            <translation>一个</translation>
        </message>
        <message>
            <source>one branch reads {name}, another {other_name}</source>
            <translation>一条分支读取 {name}，另一条读取 {other_name}</translation>
        </message>
        <message>
            <source>one convolution, or depth to space, moves it all</source>
            <translation>一个卷积或 depth to space 即可完成全部移动</translation>
        </message>
        <message>
            <source>one of the two has groups</source>
            <translation>两者之一带有分组</translation>
        </message>
        <message>
            <source>one of {choices}</source>
            <translation>以下之一：{choices}</translation>
        </message>
        <message>
            <source>one of {sizes}</source>
            <translation>{sizes} 的常量</translation>
        </message>
        <message>
            <source>one that feeds {name}</source>
            <translation>一个供给 {name} 的结果</translation>
        </message>
        <message>
            <source>one that is computed</source>
            <translation>由网络计算的掩码</translation>
        </message>
        <message>
            <source>operands of at least {limit} dimensions</source>
            <translation>操作数至少 {limit} 维</translation>
        </message>
        <message>
            <source>operands of one batch size</source>
            <translation>操作数批大小相同</translation>
        </message>
        <message>
            <source>ops.{name} holds no op; write one as [ops.aten.conv2d]</source>
            <translation>ops.{name} 中没有算子；请写成 [ops.aten.conv2d] 这样的形式</translation>
        </message>
        <message>
            <source>order {found:g}</source>
            <translation>{found:g} 阶</translation>
        </message>
        <message>
            <source>others</source>
            <translation>其他</translation>
        </message>
        <message>
            <source>padding is at most half the kernel</source>
            <translation>填充不得超过窗口的一半</translation>
        </message>
        <message>
            <source>padding is given in pairs, for both ends of an axis</source>
            <translation>填充须成对给出，对应一个轴的两端</translation>
        </message>
        <message>
            <source>padding is not negative</source>
            <translation>填充不能为负</translation>
        </message>
        <message>
            <source>padding is of the kind 'constant', 'reflect', 'replicate' or 'circular'</source>
            <translation>填充方式为 'constant'、'reflect'、'replicate' 或 'circular'</translation>
        </message>
        <message>
            <source>padding modes {limit} (0 zeros, 1 border, 2 reflection)</source>
            <translation>填充模式 {limit}（0 补零，1 边界，2 反射）</translation>
        </message>
        <message>
            <source>patches of {kernel} leave a rest of its map</source>
            <translation>大小为 {kernel} 的块不能整除其特征图</translation>
        </message>
        <message>
            <source>pixels at their centres, as nearest-exact does</source>
            <translation>按像素中心采样（同 nearest-exact）</translation>
        </message>
        <message>
            <source>planes of at most {limit} values</source>
            <translation>每个平面的数值个数不超过 {limit}</translation>
        </message>
        <message>
            <source>pools with ceil_mode or a divisor of its own</source>
            <translation>池化使用了 ceil_mode 或自定义除数</translation>
        </message>
        <message>
            <source>portable int8 ONNX</source>
            <translation>可移植 int8 ONNX</translation>
        </message>
        <message>
            <source>program</source>
            <translation>程序</translation>
        </message>
        <message>
            <source>published port of MixVarGENet to J5: group convolutions in eights</source>
            <translation>公开的 MixVarGENet J5 部署：分组卷积以 8 通道为一组</translation>
        </message>
        <message>
            <source>published port of PIDNet to J5 (OE 1.1.68)</source>
            <translation>公开的 PIDNet J5 部署（OE 1.1.68）</translation>
        </message>
        <message>
            <source>published port of YOLOX to MLU270 with its PyTorch 1.3, int8 or int16</source>
            <translation>公开的 YOLOX MLU270 部署（PyTorch 1.3，int8 或 int16）</translation>
        </message>
        <message>
            <source>ranges</source>
            <translation>量化范围</translation>
        </message>
        <message>
            <source>reading</source>
            <translation>正在读取</translation>
        </message>
        <message>
            <source>relative paths begin at the folder of the opened file</source>
            <translation>相对路径以所打开文件的文件夹为起点</translation>
        </message>
        <message>
            <source>remove quant and dequant stubs</source>
            <translation>移除量化与反量化节点</translation>
        </message>
        <message>
            <source>remove the tail of output {output}</source>
            <translation>移除第 {output} 个输出的尾部</translation>
        </message>
        <message>
            <source>rename {node} to {name}</source>
            <translation>将 {node} 重命名为 {name}</translation>
        </message>
        <message>
            <source>report</source>
            <translation>报告</translation>
        </message>
        <message>
            <source>resize ×{factor}</source>
            <translation>放大 ×{factor}</translation>
        </message>
        <message>
            <source>results that only leave the network</source>
            <translation>仅离开网络的结果</translation>
        </message>
        <message>
            <source>return {nodes}</source>
            <translation>返回 {nodes}</translation>
        </message>
        <message>
            <source>rounded, {old} · {new}/{old} is less than {new}</source>
            <translation>舍入后，{old} · {new}/{old} 小于 {new}</translation>
        </message>
        <message>
            <source>rows of length {given} do not go with a matrix of {height}×{width}</source>
            <translation>长度为 {given} 的行不能与 {height}×{width} 的矩阵相乘</translation>
        </message>
        <message>
            <source>scale factors {crossed}</source>
            <translation>缩放系数 {crossed}</translation>
        </message>
        <message>
            <source>scatter_nd</source>
            <translation>scatter_nd</translation>
        </message>
        <message>
            <source>slope {negative_slope} lies outside [0, 1]</source>
            <translation>斜率 {negative_slope} 不在 [0, 1] 内</translation>
        </message>
        <message>
            <source>softmax and a logarithm</source>
            <translation>softmax 加对数</translation>
        </message>
        <message>
            <source>softmax and a logarithm by look-up table</source>
            <translation>softmax 加查表对数</translation>
        </message>
        <message>
            <source>some that are</source>
            <translation>被读取的索引</translation>
        </message>
        <message>
            <source>sorted=True</source>
            <translation>sorted=True</translation>
        </message>
        <message>
            <source>squares, their sum and its root</source>
            <translation>平方、求和再开方</translation>
        </message>
        <message>
            <source>starting interpreter</source>
            <translation>正在启动解释器</translation>
        </message>
        <message>
            <source>taking</source>
            <translation>取</translation>
        </message>
        <message>
            <source>tensors of at most {limit} values</source>
            <translation>张量的数值个数不超过 {limit}</translation>
        </message>
        <message>
            <source>text</source>
            <translation>文本</translation>
        </message>
        <message>
            <source>the approximation is 'none' or 'tanh'</source>
            <translation>近似方式为 'none' 或 'tanh'</translation>
        </message>
        <message>
            <source>the axis it selects along holds {count} axes of its source</source>
            <translation>它选取的轴包含来源的 {count} 个轴</translation>
        </message>
        <message>
            <source>the channels are in that order already</source>
            <translation>通道已按该顺序排列</translation>
        </message>
        <message>
            <source>the channels of {given} do not divide into blocks of {factor}×{factor}</source>
            <translation>{given} 的通道不能排成 {factor}×{factor} 的块</translation>
        </message>
        <message>
            <source>the disk or the network failed</source>
            <translation>磁盘或网络故障</translation>
        </message>
        <message>
            <source>the file would be too large</source>
            <translation>文件过大</translation>
        </message>
        <message>
            <source>the first axis comes after the last</source>
            <translation>起始轴在结束轴之后</translation>
        </message>
        <message>
            <source>the folder is not empty</source>
            <translation>文件夹不为空</translation>
        </message>
        <message>
            <source>the host runs what follows in float, from the same code</source>
            <translation>后面的部分由主机用同样的代码以浮点运行</translation>
        </message>
        <message>
            <source>the host runs what follows the last layers with weights, from the same code</source>
            <translation>最后一个带权重的层之后的部分由主机用同一份代码运行</translation>
        </message>
        <message>
            <source>the name is too long</source>
            <translation>名称过长</translation>
        </message>
        <message>
            <source>the network</source>
            <translation>网络</translation>
        </message>
        <message>
            <source>the number of values, {count}, does not fill the shape {shape}</source>
            <translation>{count} 个数值不能填满形状 {shape}</translation>
        </message>
        <message>
            <source>the number {first:g}</source>
            <translation>数值 {first:g}</translation>
        </message>
        <message>
            <source>the order has length {given}, and the number of axes is {wanted}</source>
            <translation>给出的轴顺序有 {given} 项，而张量有 {wanted} 个轴</translation>
        </message>
        <message>
            <source>the order {order}</source>
            <translation>顺序 {order}</translation>
        </message>
        <message>
            <source>the pad mode {limit}</source>
            <translation>填充模式为 {limit}</translation>
        </message>
        <message>
            <source>the plugin's own module Where</source>
            <translation>插件自带的 Where 模块</translation>
        </message>
        <message>
            <source>the ratio of {before} to {after} is not whole</source>
            <translation>{before} 与 {after} 之比不是整数</translation>
        </message>
        <message>
            <source>the ratio {crossed}</source>
            <translation>比例 {crossed}</translation>
        </message>
        <message>
            <source>the rest of the network</source>
            <translation>网络的其余部分</translation>
        </message>
        <message>
            <source>the size of a tensor depends on values</source>
            <translation>张量的尺寸取决于数值</translation>
        </message>
        <message>
            <source>the sizes {sizes} do not add up to {wanted}</source>
            <translation>各段长度 {sizes} 之和不是 {wanted}</translation>
        </message>
        <message>
            <source>the softmax runs along another axis</source>
            <translation>softmax 沿另一个轴</translation>
        </message>
        <message>
            <source>the threshold {threshold} lies outside (0, 1)</source>
            <translation>阈值 {threshold} 不在 (0, 1) 内</translation>
        </message>
        <message>
            <source>the values it reads had different shapes before</source>
            <translation>它读取的各值原来形状不同</translation>
        </message>
        <message>
            <source>the weights of {name} are computed</source>
            <translation>{name} 的权重是计算得到的</translation>
        </message>
        <message>
            <source>there are more than edits @ project.landmarks</source>
            <translation>条目多于编辑数 @ project.landmarks</translation>
        </message>
        <message>
            <source>there are {known}.</source>
            <translation>现有：{known}。</translation>
        </message>
        <message>
            <source>there is at least 1 group</source>
            <translation>至少要有 1 组</translation>
        </message>
        <message>
            <source>there is no axis {given}; the axes are {least} to {most}</source>
            <translation>没有轴 {given}；可用的轴为 {least} 到 {most}</translation>
        </message>
        <message>
            <source>there is no edit of such a number @ project.left_out</source>
            <translation>没有这个编号的编辑 @ project.left_out</translation>
        </message>
        <message>
            <source>there is no kind of edit {kind} in this version</source>
            <translation>此版本没有 {kind} 这种编辑</translation>
        </message>
        <message>
            <source>there is no such device</source>
            <translation>没有此设备</translation>
        </message>
        <message>
            <source>this machine has not that much memory: make it smaller</source>
            <translation>这台机器没有这么多内存：请缩小规模</translation>
        </message>
        <message>
            <source>this op</source>
            <translation>此算子</translation>
        </message>
        <message>
            <source>too many files are open</source>
            <translation>打开的文件过多</translation>
        </message>
        <message>
            <source>torch {version} in {python} cannot export; install 2.1 or newer there or choose another interpreter.</source>
            <translation>{python} 中的 torch {version} 不能导出；请在其中安装 2.1 或更新版本，或选择其他解释器。</translation>
        </message>
        <message>
            <source>torch.export refuses the edited network: {reason}</source>
            <translation>torch.export 拒绝编辑后的网络：{reason}</translation>
        </message>
        <message>
            <source>trace</source>
            <translation>追踪</translation>
        </message>
        <message>
            <source>track_running_stats={limit}</source>
            <translation>track_running_stats={limit}</translation>
        </message>
        <message>
            <source>transposed convolutions with groups have no integer kernel</source>
            <translation>分组转置卷积没有整数内核</translation>
        </message>
        <message>
            <source>true or false</source>
            <translation>true 或 false</translation>
        </message>
        <message>
            <source>try another input shape</source>
            <translation>请尝试其他输入形状</translation>
        </message>
        <message>
            <source>try another input shape, or if it takes a dict or a list, open a class around it whose forward takes one tensor for each input</source>
            <translation>请尝试其他输入形状；若它接受字典或列表，请打开一个包装类，其 forward 为每个输入接受一个张量</translation>
        </message>
        <message>
            <source>try another input shape, or mend the code there and open the network again</source>
            <translation>请尝试其他输入形状，或修改该处代码后重新打开网络</translation>
        </message>
        <message>
            <source>two tensors of one type, or a number</source>
            <translation>类型相同的两个张量，或一个数</translation>
        </message>
        <message>
            <source>values of type {limit}</source>
            <translation>数值类型为 {limit}</translation>
        </message>
        <message>
            <source>values with {limit} dimensions</source>
            <translation>维数为 {limit}</translation>
        </message>
        <message>
            <source>vendor's figure: 128 TOPS in int8; the guide aligns 64 channels on MLU200</source>
            <translation>厂商数据：int8 算力 128 TOPS；手册要求 MLU200 上 64 通道对齐</translation>
        </message>
        <message>
            <source>vendor's figure: 128 TOPS on two cores</source>
            <translation>厂商数据：双核 128 TOPS</translation>
        </message>
        <message>
            <source>vendor's figure: 5 TOPS on two cores; 32-bit DDR4 at 3200 MT/s, 12.8 GB/s in theory; 8W4C feature layout</source>
            <translation>厂商数据：双核 5 TOPS；32 位 DDR4，3200 MT/s，理论带宽 12.8 GB/s；8W4C 特征布局</translation>
        </message>
        <message>
            <source>what it normalizes by is computed by the network</source>
            <translation>其归一化参数由网络计算得到</translation>
        </message>
        <message>
            <source>what it selects lies in several pieces of its source</source>
            <translation>所选部分在来源中分散为几块</translation>
        </message>
        <message>
            <source>what it writes is computed</source>
            <translation>它写入的内容是计算得到的</translation>
        </message>
        <message>
            <source>what it yields becomes no image of one pixel</source>
            <translation>它的结果没有变成单像素图像</translation>
        </message>
        <message>
            <source>what reads it spreads no values</source>
            <translation>读取它的算子不会广播数值</translation>
        </message>
        <message>
            <source>where</source>
            <translation>where</translation>
        </message>
        <message>
            <source>whole numbers</source>
            <translation>个整数组成的列表</translation>
        </message>
        <message>
            <source>windows for {output_size} of {spatial} differ in size or distance</source>
            <translation>由 {spatial} 到 {output_size} 的窗口大小或间距不一</translation>
        </message>
        <message>
            <source>windows of {crossed} every {other_crossed} values are not made of whole smaller ones side by side</source>
            <translation>每隔 {other_crossed} 取 {crossed} 的窗口不能由相邻的整数个小窗口拼成</translation>
        </message>
        <message>
            <source>write {name} with other ops, or choose another target</source>
            <translation>请用其他算子编写 {name}，或选择其他目标</translation>
        </message>
        <message>
            <source>your share of the space is used up</source>
            <translation>磁盘配额已用尽</translation>
        </message>
        <message>
            <source>zoo:NAME, file.py:callable, package.module:callable, file.pt2, sample:NAME or project.json</source>
            <translation>zoo:NAME、file.py:callable、package.module:callable、file.pt2、sample:NAME 或 project.json</translation>
        </message>
        <message>
            <source>{absent} not installed in {python}; {obtain}</source>
            <translation>{python} 中未安装 {absent}；{obtain}</translation>
        </message>
        <message>
            <source>{after} is no single value, so no op can follow it.</source>
            <translation>{after} 不是单个值，其后不能接算子。</translation>
        </message>
        <message>
            <source>{after} of {before} dimensions left</source>
            <translation>{before} 维中剩下 {after} 维</translation>
        </message>
        <message>
            <source>{argument} of {name} is not one of its {count} tensors.</source>
            <translation>{name} 的 {argument} 不是其 {count} 个张量之一。</translation>
        </message>
        <message>
            <source>{chip} computes integers only; {op} would run on the CPU.</source>
            <translation>{chip} 只计算整数；{op} 会在 CPU 上运行。</translation>
        </message>
        <message>
            <source>{chip} computes {op} from int8 only; {name} hands out int16.</source>
            <translation>{chip} 的 {op} 只接受 int8 输入；{name} 输出 int16。</translation>
        </message>
        <message>
            <source>{chip} computes {op} from two values of one type; {narrow} hands out int8, {wide} int16.</source>
            <translation>{chip} 的 {op} 要求两个输入类型相同；{narrow} 输出 int8，{wide} 输出 int16。</translation>
        </message>
        <message>
            <source>{chip} computes {op} in int8 only.</source>
            <translation>{chip} 只能以 int8 计算 {op}。</translation>
        </message>
        <message>
            <source>{chip} computes {title} in int8 only</source>
            <translation>{chip} 只能以 int8 计算 {title}</translation>
        </message>
        <message>
            <source>{chip} computes {which} by {caveat}.</source>
            <translation>{chip} 用{caveat}计算{which}。</translation>
        </message>
        <message>
            <source>{chip} hands out no int32 from {op}.</source>
            <translation>{chip} 无法从 {op} 输出 int32。</translation>
        </message>
        <message>
            <source>{chip} has no {op}.</source>
            <translation>{chip} 不支持 {op}。</translation>
        </message>
        <message>
            <source>{chip} has {op}, if it comes before the dequant stub; on the CPU it {cost}.</source>
            <translation>若位于反量化节点之前，{chip} 支持 {op}；在 CPU 上它要{cost}。</translation>
        </message>
        <message>
            <source>{command} cannot be started ({reason}); choose another interpreter.</source>
            <translation>无法启动 {command}（{reason}）；请选择其他解释器。</translation>
        </message>
        <message>
            <source>{count} inputs</source>
            <translation>{count} 个输入</translation>
        </message>
        <message>
            <source>{count} inputs read {source}</source>
            <translation>{count} 个输入读取 {source}</translation>
        </message>
        <message>
            <source>{count} layers with weights come after it</source>
            <translation>其后还有 {count} 个带权重的层</translation>
        </message>
        <message>
            <source>{count} more</source>
            <translation>另外 {count} 项</translation>
        </message>
        <message>
            <source>{count} nodes run</source>
            <translation>有 {count} 个节点</translation>
        </message>
        <message>
            <source>{count} of {other_count} batch norms follow other ops than convolutions ({listed}) and cost a pass over their values each.</source>
            <translation>{other_count} 个批归一化中有 {count} 个不在卷积之后（{listed}），每个都要多遍历一次数据。</translation>
        </message>
        <message>
            <source>{count} ops</source>
            <translation>{count} 个算子</translation>
        </message>
        <message>
            <source>{count} ops behind its {layers} prediction layers decode detections; the host can do that from the same code, in float.</source>
            <translation>{layers} 个预测层之后的 {count} 个算子用于检测解码；主机可以用相同的代码以浮点完成。</translation>
        </message>
        <message>
            <source>{count} ops compute</source>
            <translation>{count} 个算子的计算类型为</translation>
        </message>
        <message>
            <source>{count} ops read {name}</source>
            <translation>有 {count} 个算子读取 {name}</translation>
        </message>
        <message>
            <source>{count} outputs</source>
            <translation>{count} 个输出</translation>
        </message>
        <message>
            <source>{count} {what}, like {example}</source>
            <translation>{count}{what}，如 {example}</translation>
        </message>
        <message>
            <source>{crossed} for {other_crossed}</source>
            <translation>输入 {crossed}、输出 {other_crossed}</translation>
        </message>
        <message>
            <source>{divisor} is no power of two, or it divides integers</source>
            <translation>{divisor} 不是 2 的幂，或它做的是整数除法</translation>
        </message>
        <message>
            <source>{few} share their weights</source>
            <translation>{few} 共享权重</translation>
        </message>
        <message>
            <source>{few} would share one scale, that of the widest range; give each call a module of its own.</source>
            <translation>{few} 将共用同一个 scale，即范围最大者的 scale；请让每次调用使用各自的模块。</translation>
        </message>
        <message>
            <source>{file} asks to run {error}, which no checkpoint needs; nothing of it was run, and it should not be trusted.</source>
            <translation>{file} 要求运行 {error}，权重文件不应有此要求；其中内容均未运行，请勿信任该文件。</translation>
        </message>
        <message>
            <source>{file} belongs to another network: {fitting} of {total} weights fit{difference}.</source>
            <translation>{file} 属于另一个网络：{total} 个权重中只有 {fitting} 个匹配{difference}。</translation>
        </message>
        <message>
            <source>{file} cannot stand for {location}, which the network is of.</source>
            <translation>{file} 不能代替网络原来的文件 {location}。</translation>
        </message>
        <message>
            <source>{file} does not import: {error}.</source>
            <translation>{file} 无法导入：{error}。</translation>
        </message>
        <message>
            <source>{file} has no {name}; did you mean {close}?</source>
            <translation>{file} 中没有 {name}；是否想用 {close}？</translation>
        </message>
        <message>
            <source>{file} has no {name}; it defines {offered}.</source>
            <translation>{file} 中没有 {name}；其中定义了：{offered}。</translation>
        </message>
        <message>
            <source>{file} holds no named weights; give a state_dict or a saved network.</source>
            <translation>{file} 中没有具名权重；请给出 state_dict 或保存的网络。</translation>
        </message>
        <message>
            <source>{file} is a TorchScript program, not a checkpoint; save the network's state_dict instead.</source>
            <translation>{file} 是 TorchScript 程序而不是权重文件；请改为保存网络的 state_dict。</translation>
        </message>
        <message>
            <source>{file} is not a Python file; give one that ends in .py.</source>
            <translation>{file} 不是 Python 文件；请给出以 .py 结尾的文件。</translation>
        </message>
        <message>
            <source>{file} is not valid Python: {error}.</source>
            <translation>{file} 不是有效的 Python：{error}。</translation>
        </message>
        <message>
            <source>{file} {found}.</source>
            <translation>{file} {found}。</translation>
        </message>
        <message>
            <source>{file} {sentence}</source>
            <translation>{file} {sentence}</translation>
        </message>
        <message>
            <source>{file}: all {count} weights of the network are loaded.</source>
            <translation>{file}：网络的全部 {count} 个权重均已加载。</translation>
        </message>
        <message>
            <source>{file}: all {count} weights of the network are loaded; one more in the file, {name}, is not used.</source>
            <translation>{file}：网络的全部 {count} 个权重均已加载；文件中另有 1 个权重 {name} 未使用。</translation>
        </message>
        <message>
            <source>{file}: all {count} weights of the network are loaded; {more} more in the file, of {parts}, are not used.</source>
            <translation>{file}：网络的全部 {count} 个权重均已加载；文件中另有 {more} 个权重（属于 {parts}）未使用。</translation>
        </message>
        <message>
            <source>{folder} cannot be written ({reason}); set NPU_STUDIO_CACHE to a folder that can.</source>
            <translation>无法写入 {folder}（{reason}）；请将 NPU_STUDIO_CACHE 设为可写的文件夹。</translation>
        </message>
        <message>
            <source>{folder} holds no images ({kinds}); choose another folder.</source>
            <translation>{folder} 中没有图像（{kinds}）；请另选文件夹。</translation>
        </message>
        <message>
            <source>{given} cannot be repeated to {wanted}</source>
            <translation>{given} 不能扩展为 {wanted}</translation>
        </message>
        <message>
            <source>{interpreter} is no Python that can run the exporter.{last}</source>
            <translation>{interpreter} 不是能运行导出程序的 Python。{last}</translation>
        </message>
        <message>
            <source>{key} in sources must be text</source>
            <translation>sources 中的 {key} 必须是文本</translation>
        </message>
        <message>
            <source>{key} in {where} fits only {ops}</source>
            <translation>{where} 中的 {key} 只适用于 {ops}</translation>
        </message>
        <message>
            <source>{key} in {where} must be 0 or above 0</source>
            <translation>{where} 中的 {key} 必须为 0 或大于 0</translation>
        </message>
        <message>
            <source>{key} in {where} must be above 0</source>
            <translation>{where} 中的 {key} 必须大于 0</translation>
        </message>
        <message>
            <source>{key} in {where} must name at least one value</source>
            <translation>{where} 中的 {key} 至少要有一个值</translation>
        </message>
        <message>
            <source>{key} is missing{inside}</source>
            <translation>缺少 {key}{inside}</translation>
        </message>
        <message>
            <source>{key} is unknown{inside} (known: {known})</source>
            <translation>未知的 {key}{inside}（已知：{known}）</translation>
        </message>
        <message>
            <source>{key} is unknown{inside}, did you mean {close}? (known: {known})</source>
            <translation>未知的 {key}{inside}，是否想用 {close}？（已知：{known}）</translation>
        </message>
        <message>
            <source>{key}{inside} must be {spelled}</source>
            <translation>{key}{inside}必须是{spelled}</translation>
        </message>
        <message>
            <source>{layers_after}; write it with other ops in the code, or choose another target</source>
            <translation>{layers_after}；请在代码中用其他算子改写，或选择其他目标</translation>
        </message>
        <message>
            <source>{least} in {where} must not be above {most}</source>
            <translation>{where} 中的 {least} 不得大于 {most}</translation>
        </message>
        <message>
            <source>{limit} is less than 1 image; null means all @ project.{where}.limit</source>
            <translation>{limit} 少于 1 张图像；null 表示全部 @ project.{where}.limit</translation>
        </message>
        <message>
            <source>{limit} to {other_limit}</source>
            <translation>{limit} 到 {other_limit}</translation>
        </message>
        <message>
            <source>{location} did not finish exporting within {left:.0f} s; look for an endless loop, or allow more time.</source>
            <translation>{location} 未能在 {left:.0f} 秒内完成导出；请检查是否有死循环，或给更多时间。</translation>
        </message>
        <message>
            <source>{location} did not finish {stage} within {timeout:g} s; look for an endless loop, or allow more time.</source>
            <translation>{location} 未能在 {timeout:g} 秒内完成（{stage}）；请检查是否有死循环，或给更多时间。</translation>
        </message>
        <message>
            <source>{module} has {after} members and had {before}</source>
            <translation>{module} 现有 {after} 个成员，之前有 {before} 个</translation>
        </message>
        <message>
            <source>{module} is called on other values there than before</source>
            <translation>{module} 在该处调用时的输入已与之前不同</translation>
        </message>
        <message>
            <source>{names} and {count} more</source>
            <translation>{names} 等，另有 {count} 个</translation>
        </message>
        <message>
            <source>{name} ({op}) cannot be written in ONNX: {why}; rewrite it or cut the graph before it.</source>
            <translation>{name}（{op}）无法写成 ONNX：{why}；请改写它，或在其之前截断计算图。</translation>
        </message>
        <message>
            <source>{name} ({op}) cannot be written in ONNX; rewrite it or cut the graph before it.</source>
            <translation>{name}（{op}）无法写成 ONNX；请改写它，或在其之前截断计算图。</translation>
        </message>
        <message>
            <source>{name} ({op}) computes in float16, which ONNX Runtime does not round to; convert the network with .float().</source>
            <translation>{name}（{op}）以 float16 计算，ONNX Runtime 不会取整到该类型；请用 .float() 转换网络。</translation>
        </message>
        <message>
            <source>{name} ({op}) has several outputs and is read as one; rewrite it.</source>
            <translation>{name}（{op}）有多个输出却被当作一个读取；请改写它。</translation>
        </message>
        <message>
            <source>{name} ({op}) is -∞ on this image, which only a softmax may read; mask with a number such as -100 instead.</source>
            <translation>{name}（{op}）在这张图像上为 -∞，只有 softmax 可以读取；请改用 -100 之类的数值作掩码。</translation>
        </message>
        <message>
            <source>{name} ({op}) is not finite on this image; check the weights and the preprocessing.</source>
            <translation>{name}（{op}）在这张图像上出现非有限值；请检查权重与预处理。</translation>
        </message>
        <message>
            <source>{name} ({where})</source>
            <translation>{name}（{where}）</translation>
        </message>
        <message>
            <source>{name} can be returned once only; name it once.</source>
            <translation>{name} 只能返回一次；请只写一次。</translation>
        </message>
        <message>
            <source>{name} cannot be computed beforehand: {why}.</source>
            <translation>{name} 无法预先计算：{why}。</translation>
        </message>
        <message>
            <source>{name} cannot be computed from what it would read: {reason}.</source>
            <translation>{name} 无法用修改后的输入计算：{reason}。</translation>
        </message>
        <message>
            <source>{name} convolves one image without a batch axis</source>
            <translation>{name} 对没有批次轴的单幅图像做卷积</translation>
        </message>
        <message>
            <source>{name} depends on {after}; a network has no loops.</source>
            <translation>{name} 依赖 {after}；网络中不能有环。</translation>
        </message>
        <message>
            <source>{name} depends on {other_name}; a network has no loops.</source>
            <translation>{name} 依赖 {other_name}；网络中不能有环。</translation>
        </message>
        <message>
            <source>{name} differs within a channel</source>
            <translation>{name} 在同一通道内取值不同</translation>
        </message>
        <message>
            <source>{name} does not spread it over {rank} axes</source>
            <translation>{name} 没有将其扩展到 {rank} 个轴</translation>
        </message>
        <message>
            <source>{name} does not take patches side by side</source>
            <translation>{name} 取的不是相邻的图块</translation>
        </message>
        <message>
            <source>{name} does the same before it.</source>
            <translation>它前面的 {name} 已做了同样的事。</translation>
        </message>
        <message>
            <source>{name} gives {kind} instead of a torch.nn.Module; name a class or a function that returns the network.</source>
            <translation>{name} 返回的是 {kind} 而不是 torch.nn.Module；请给出返回网络的类或函数。</translation>
        </message>
        <message>
            <source>{name} hands no input on; only ops of one value can.</source>
            <translation>{name} 没有可传递的输入；只有单值算子可以。</translation>
        </message>
        <message>
            <source>{name} has dimensions of its own</source>
            <translation>{name} 有自己的维数</translation>
        </message>
        <message>
            <source>{name} has no argument {other_name}; it has {known}.</source>
            <translation>{name} 没有参数 {other_name}；它有：{known}。</translation>
        </message>
        <message>
            <source>{name} has no int32 accumulator; choose a convolution, linear, matrix product or sum.</source>
            <translation>{name} 没有 int32 累加器；请选择卷积、线性层、矩阵乘或求和。</translation>
        </message>
        <message>
            <source>{name} has no label {label}; labels are PNGs of the same name.</source>
            <translation>{name} 没有标签 {label}；标签应为同名 PNG。</translation>
        </message>
        <message>
            <source>{name} has no range of its own but that of {other}; set it there.</source>
            <translation>{name} 没有自己的范围，沿用 {other} 的范围；请在该节点上设置。</translation>
        </message>
        <message>
            <source>{name} has no values for the input {input} ({shape}); put them beside it, as the array {input} of {npz} or as {npy}.</source>
            <translation>{name} 缺少输入 {input}（{shape}）的数值；请在同一文件夹中提供：{npz} 中名为 {input} 的数组，或文件 {npy}。</translation>
        </message>
        <message>
            <source>{name} has this range already.</source>
            <translation>{name} 已是此范围。</translation>
        </message>
        <message>
            <source>{name} has {count} dimensions all the same</source>
            <translation>{name} 仍有 {count} 维</translation>
        </message>
        <message>
            <source>{name} holds more than one pixel</source>
            <translation>{name} 包含不止一个像素</translation>
        </message>
        <message>
            <source>{name} is TorchScript; give the Python class it was made from.</source>
            <translation>{name} 是 TorchScript；请给出生成它的 Python 类。</translation>
        </message>
        <message>
            <source>{name} is a constant, quantized as each op that reads it needs; choose such an op.</source>
            <translation>{name} 是常量，按读取它的各算子的需要量化；请选择这样的算子。</translation>
        </message>
        <message>
            <source>{name} is a constant, which no input changes, so it is no output.</source>
            <translation>{name} 是常量，不随输入变化，因此不能作为输出。</translation>
        </message>
        <message>
            <source>{name} is computed after {first}</source>
            <translation>{name} 在 {first} 之后计算</translation>
        </message>
        <message>
            <source>{name} is empty; give larger images.</source>
            <translation>{name} 为空；请给出更大的图像。</translation>
        </message>
        <message>
            <source>{name} is in float already, so nothing is left to do.</source>
            <translation>{name} 已经是浮点值，无需再转换。</translation>
        </message>
        <message>
            <source>{name} is lost in {place}</source>
            <translation>{name} 在 {place} 中丢失精度</translation>
        </message>
        <message>
            <source>{name} is needed before and after</source>
            <translation>{name} 前后都要用到</translation>
        </message>
        <message>
            <source>{name} is no constant</source>
            <translation>{name} 不是常量</translation>
        </message>
        <message>
            <source>{name} is no constant of one number</source>
            <translation>{name} 不是只含一个数的常量</translation>
        </message>
        <message>
            <source>{name} is no flattened image</source>
            <translation>{name} 不是展平的图像</translation>
        </message>
        <message>
            <source>{name} is no float value; only those are quantized.</source>
            <translation>{name} 不是浮点值；只有浮点值会被量化。</translation>
        </message>
        <message>
            <source>{name} is no map of scores, so it has no classes.</source>
            <translation>{name} 不是得分图，没有类别。</translation>
        </message>
        <message>
            <source>{name} is no op with arguments; choose one that is.</source>
            <translation>{name} 不是带参数的算子；请另选。</translation>
        </message>
        <message>
            <source>{name} is no output.</source>
            <translation>{name} 不是输出。</translation>
        </message>
        <message>
            <source>{name} is no plain 1×1 convolution before a plain one</source>
            <translation>{name} 不是普通卷积之前的普通 1×1 卷积</translation>
        </message>
        <message>
            <source>{name} is no resize, softmax or argmax; none to remove.</source>
            <translation>{name} 不是 resize、softmax 或 argmax；没有可移除的。</translation>
        </message>
        <message>
            <source>{name} is no single value</source>
            <translation>{name} 不是单个值</translation>
        </message>
        <message>
            <source>{name} is no single value, so it is no output.</source>
            <translation>{name} 不是单个值，不能作为输出。</translation>
        </message>
        <message>
            <source>{name} is no single value, so no op can read it.</source>
            <translation>{name} 不是单个值，不能被算子读取。</translation>
        </message>
        <message>
            <source>{name} is no strided slice of pixels</source>
            <translation>{name} 不是像素的等步长切片</translation>
        </message>
        <message>
            <source>{name} is on no branch; choose an op.</source>
            <translation>{name} 不在任何分支上；请选择一个算子。</translation>
        </message>
        <message>
            <source>{name} is quantized already, behind a quant stub.</source>
            <translation>{name} 已在量化节点之后，值已量化。</translation>
        </message>
        <message>
            <source>{name} is repeated along a new axis</source>
            <translation>{name} 沿新的轴重复</translation>
        </message>
        <message>
            <source>{name} is set to {precision} already.</source>
            <translation>{name} 已设为 {precision}。</translation>
        </message>
        <message>
            <source>{name} is set to {precision}, which has no range; choose int8 or int16 first.</source>
            <translation>{name} 已设为 {precision}，没有量化范围；请先选择 int8 或 int16。</translation>
        </message>
        <message>
            <source>{name} is {kind}, not a network's class; name a class or a function that returns the network.</source>
            <translation>{name} 是 {kind}，不是网络的类；请给出返回网络的类或函数。</translation>
        </message>
        <message>
            <source>{name} is {value}</source>
            <translation>{name} 为 {value}</translation>
        </message>
        <message>
            <source>{name} keeps its name; only ops can be renamed.</source>
            <translation>{name} 不能改名；只有算子可以重命名。</translation>
        </message>
        <message>
            <source>{name} needs more than 4 dimensions</source>
            <translation>{name} 需要超过 4 维</translation>
        </message>
        <message>
            <source>{name} of {node} = {value}</source>
            <translation>{node} 的 {name} = {value}</translation>
        </message>
        <message>
            <source>{name} of {node} reads {source}</source>
            <translation>{node} 的 {name} 读取 {source}</translation>
        </message>
        <message>
            <source>{name} of {op} cannot be {text}; it takes a number.</source>
            <translation>{op} 的 {name} 不能是 {text}；应为数值。</translation>
        </message>
        <message>
            <source>{name} of {op} cannot be {text}; it takes {spelled}.</source>
            <translation>{op} 的 {name} 不能是 {text}；应为：{spelled}。</translation>
        </message>
        <message>
            <source>{name} of {op} is {text}, neither a node nor a number.</source>
            <translation>{op} 的 {name} 是 {text}，既不是节点也不是数值。</translation>
        </message>
        <message>
            <source>{name} of {other_name} is a tensor; let it read another node instead.</source>
            <translation>{other_name} 的 {name} 是张量；请改为读取另一个节点。</translation>
        </message>
        <message>
            <source>{name} of {other_name} is {text} already.</source>
            <translation>{other_name} 的 {name} 已是 {text}。</translation>
        </message>
        <message>
            <source>{name} only returns what others compute; choose one of those.</source>
            <translation>{name} 只返回其他节点计算的值；请选择其中之一。</translation>
        </message>
        <message>
            <source>{name} pads unevenly: {sides}</source>
            <translation>{name} 填充不均匀：{sides}</translation>
        </message>
        <message>
            <source>{name} pads with other values, or other axes</source>
            <translation>{name} 用其他值填充，或填充其他轴</translation>
        </message>
        <message>
            <source>{name} pads with zeros, which were not normalized</source>
            <translation>{name} 补零，而这些零没有经过归一化</translation>
        </message>
        <message>
            <source>{name} reaches {number}, only {steps:.1f} steps of {other_number} here, where others reach {third_number}.</source>
            <translation>{name} 最大为 {number}，在此仅占 {steps:.1f} 个步进（步进 {other_number}），而其他操作数达 {third_number}。</translation>
        </message>
        <message>
            <source>{name} reads it too, and takes no quantized one</source>
            <translation>{name} 也读取它，且不接受量化值</translation>
        </message>
        <message>
            <source>{name} reads it with all its dimensions</source>
            <translation>{name} 按其全部维度读取</translation>
        </message>
        <message>
            <source>{name} reads it, and {chip} computes that from int8 only</source>
            <translation>{name} 读取它，而 {chip} 上该算子只接受 int8 输入</translation>
        </message>
        <message>
            <source>{name} reads it, not one convolution alone</source>
            <translation>{name} 也读取它，并非仅一个卷积读取</translation>
        </message>
        <message>
            <source>{name} reads no tensor as {argument}.</source>
            <translation>{name} 的 {argument} 不读取张量。</translation>
        </message>
        <message>
            <source>{name} reads no tensor first, so it cannot follow a node.</source>
            <translation>{name} 的首个参数不是张量，因此不能接在节点之后。</translation>
        </message>
        <message>
            <source>{name} reads the value with 4 dimensions</source>
            <translation>{name} 读取 4 维的值</translation>
        </message>
        <message>
            <source>{name} reads {other_name} there already.</source>
            <translation>{name} 此处已读取 {other_name}。</translation>
        </message>
        <message>
            <source>{name} spreads it less far</source>
            <translation>{name} 对它的广播范围更小</translation>
        </message>
        <message>
            <source>{name} takes the statistics of each batch itself</source>
            <translation>{name} 用每批数据自身的统计量做归一化</translation>
        </message>
        <message>
            <source>{name} takes them back after 1 op on the CPU.</source>
            <translation>在 CPU 上经过 1 个算子后，由 {name} 送回芯片。</translation>
        </message>
        <message>
            <source>{name} takes them back after {count} ops on the CPU.</source>
            <translation>在 CPU 上经过 {count} 个算子后，由 {name} 送回芯片。</translation>
        </message>
        <message>
            <source>{name} takes them back at once.</source>
            <translation>随即由 {name} 送回芯片。</translation>
        </message>
        <message>
            <source>{name} tells {count} groups of axes apart; an image has 4</source>
            <translation>{name} 要区分 {count} 组轴；图像只有 4 个维度</translation>
        </message>
        <message>
            <source>{name} uses the value with {count} dimensions</source>
            <translation>{name} 使用 {count} 维的值</translation>
        </message>
        <message>
            <source>{name} values</source>
            <translation>{name} 数值</translation>
        </message>
        <message>
            <source>{name} would yield other values every time it runs, so no results could be compared; choose an op that draws nothing.</source>
            <translation>{name} 每次运行结果都不同,无法比较;请选择不含随机性的算子。</translation>
        </message>
        <message>
            <source>{name}, which {other_name} reads, is no single value.</source>
            <translation>{other_name} 所读取的 {name} 不是单个值。</translation>
        </message>
        <message>
            <source>{name}.forward{signature} does not take {count} input(s): {error}; give one input shape per tensor it takes.</source>
            <translation>{name}.forward{signature} 不接受 {count} 个输入：{error}；请为每个输入张量给出一个形状。</translation>
        </message>
        <message>
            <source>{name}{takes} cannot be called with ({given}): {error}{unknown}; give its arguments as {option}{otherwise}.</source>
            <translation>{name}{takes} 无法以 ({given}) 调用：{error}{unknown}；请以 {option} 的形式给出参数{otherwise}。</translation>
        </message>
        <message>
            <source>{new} is a word of Python or torch; take another.</source>
            <translation>{new} 是 Python 或 torch 的保留词；请换一个名称。</translation>
        </message>
        <message>
            <source>{new} is no name; use letters, digits and _, a digit not first.</source>
            <translation>{new} 不是合法名称；请使用字母、数字和 _，且不以数字开头。</translation>
        </message>
        <message>
            <source>{new} is the name of a node already; take another.</source>
            <translation>{new} 已是某个节点的名称；请换一个。</translation>
        </message>
        <message>
            <source>{node} cannot take {given} in place of {wanted}.</source>
            <translation>{node} 不能接受 {given} 来代替 {wanted}。</translation>
        </message>
        <message>
            <source>{node} cannot take {given}.</source>
            <translation>{node} 不能接受 {given}。</translation>
        </message>
        <message>
            <source>{node} from {low} to {high}</source>
            <translation>{node} 的范围为 {low} 至 {high}</translation>
        </message>
        <message>
            <source>{node} in the precision of the target</source>
            <translation>{node} 使用目标的默认精度</translation>
        </message>
        <message>
            <source>{node} in the range calibration sees</source>
            <translation>{node} 的范围由校准决定</translation>
        </message>
        <message>
            <source>{node} in {precision}</source>
            <translation>{node} 使用 {precision}</translation>
        </message>
        <message>
            <source>{node} is not in the network any more; open the network as it was, or leave out this edit.</source>
            <translation>网络中已没有 {node}；请打开原来的网络，或略过这步编辑。</translation>
        </message>
        <message>
            <source>{node} may be any of {likely} by now; make the edit again at the one that is meant, or open the network as it was.</source>
            <translation>{node} 现可能是 {likely} 之一；请在所指节点上重做此编辑，或打开原来的网络。</translation>
        </message>
        <message>
            <source>{op} cannot run</source>
            <translation>{op} 无法运行</translation>
        </message>
        <message>
            <source>{op} computes with quantized values only on {chip}, and reads the constant {name}, which no quant stub has quantized.</source>
            <translation>{op} 在 {chip} 上只能计算量化值，而它读取的常量 {name} 没有经过量化节点。</translation>
        </message>
        <message>
            <source>{op} drops a dimension</source>
            <translation>{op} 丢掉了一个维度</translation>
        </message>
        <message>
            <source>{op} has another number of dimensions</source>
            <translation>{op} 的维数不同</translation>
        </message>
        <message>
            <source>{op} has no argument {name}; it takes {known}.</source>
            <translation>{op} 没有参数 {name}；可用参数：{known}。</translation>
        </message>
        <message>
            <source>{op} has no integer kernel</source>
            <translation>{op} 没有整数内核</translation>
        </message>
        <message>
            <source>{op} in custom_ops must be named as in mylib.my_op</source>
            <translation>custom_ops 中的 {op} 须按 mylib.my_op 的形式命名</translation>
        </message>
        <message>
            <source>{op} in {module}</source>
            <translation>{op} · {module}</translation>
        </message>
        <message>
            <source>{op} is doubled</source>
            <translation>{op} 重复</translation>
        </message>
        <message>
            <source>{op} is given floats from {name} and integers; a quant stub is missing between them, or the dequant stub is too much.</source>
            <translation>{op} 同时读取来自 {name} 的浮点值和整数；两者之间缺少量化节点，或者反量化节点多余。</translation>
        </message>
        <message>
            <source>{op} is left to the CPU</source>
            <translation>{op} 留给了 CPU</translation>
        </message>
        <message>
            <source>{op} is rewritten by the toolchain</source>
            <translation>{op} 由工具链改写</translation>
        </message>
        <message>
            <source>{op} needs a value for {name}.</source>
            <translation>{op} 需要给出 {name} 的值。</translation>
        </message>
        <message>
            <source>{op} of {key} in quantization</source>
            <translation>quantization 中 {key} 的 {op}</translation>
        </message>
        <message>
            <source>{op} of {key} in quantization is in no table of ops</source>
            <translation>quantization 的 {key} 中的 {op} 不在任何算子表中</translation>
        </message>
        <message>
            <source>{op} risks accuracy</source>
            <translation>{op} 可能影响精度</translation>
        </message>
        <message>
            <source>{op} stays in float</source>
            <translation>{op} 保持浮点</translation>
        </message>
        <message>
            <source>{op} sums squares in float16</source>
            <translation>{op} 在 float16 中累加平方值</translation>
        </message>
        <message>
            <source>{op} takes {allowed}; this one has {seen}.</source>
            <translation>{op} 要求：{allowed}；此处：{seen}。</translation>
        </message>
        <message>
            <source>{op} yields several values; choose an op that yields one.</source>
            <translation>{op} 产生多个值；请选择只产生一个值的算子。</translation>
        </message>
        <message>
            <source>{others} reads the convolution too</source>
            <translation>{others} 也读取该卷积</translation>
        </message>
        <message>
            <source>{other} reads {name} too</source>
            <translation>{other} 也读取 {name}</translation>
        </message>
        <message>
            <source>{packages} are</source>
            <translation>{packages}</translation>
        </message>
        <message>
            <source>{packages} is</source>
            <translation>{packages}</translation>
        </message>
        <message>
            <source>{packages} is installed{tools}, but this version does not drive it; compile the portable ONNX file with the vendor's own tools.</source>
            <translation>已安装 {packages}{tools}，但此版本不能驱动它；请用厂商工具编译可移植的 ONNX 文件。</translation>
        </message>
        <message>
            <source>{path} and its .safetensors cannot be read ({error}); calibrate again.</source>
            <translation>无法读取 {path} 及其 .safetensors（{error}）；请重新校准。</translation>
        </message>
        <message>
            <source>{path} cannot be read: {reason}.</source>
            <translation>无法读取 {path}：{reason}。</translation>
        </message>
        <message>
            <source>{path} cannot be read: {reason}; choose another file.</source>
            <translation>无法读取 {path}：{reason}；请选择其他文件。</translation>
        </message>
        <message>
            <source>{path} cannot be written ({reason}); choose another folder.</source>
            <translation>无法写入 {path}（{reason}）；请选择其他文件夹。</translation>
        </message>
        <message>
            <source>{path} cannot be written ({reason}); close programs that use it, or choose another folder.</source>
            <translation>无法写入 {path}（{reason}）；请关闭占用它的程序，或另选文件夹。</translation>
        </message>
        <message>
            <source>{path} cannot be written: {error}.</source>
            <translation>无法写入 {path}：{error}。</translation>
        </message>
        <message>
            <source>{path} cannot be written: {reason}; choose another folder.</source>
            <translation>无法写入 {path}：{reason}；请另选文件夹。</translation>
        </message>
        <message>
            <source>{path} extends {extended}, which is no other profile beside it or among the bundled ones; choose one of {known}.</source>
            <translation>{path} 扩展自 {extended}，但同目录及自带的配置中没有这个配置；请从 {known} 中选择。</translation>
        </message>
        <message>
            <source>{path} has wrong entries: {wrong}.</source>
            <translation>{path} 中有错误的条目：{wrong}。</translation>
        </message>
        <message>
            <source>{path} holds no numbers that can be read; write it with numpy.save or numpy.savez.</source>
            <translation>{path} 中没有可读取的数值；请用 numpy.save 或 numpy.savez 写入。</translation>
        </message>
        <message>
            <source>{path} holds {given} ({dtype}), but the input {input} takes {shape} ({wanted}).</source>
            <translation>{path} 中是 {given}（{dtype}），但输入 {input} 需要 {shape}（{wanted}）。</translation>
        </message>
        <message>
            <source>{path} is called {count} times</source>
            <translation>{path} 被调用 {count} 次</translation>
        </message>
        <message>
            <source>{path} is damaged or no exported program; write it again with torch.export.save.</source>
            <translation>{path} 已损坏或不是导出的程序；请用 torch.export.save 重新写入。</translation>
        </message>
        <message>
            <source>{path} is no project file of NPU Studio (format {format}); choose one that was saved as a project.</source>
            <translation>{path} 不是 NPU Studio 的工程文件（格式 {format}）；请选择保存为工程的文件。</translation>
        </message>
        <message>
            <source>{path} is not Python: {error}.</source>
            <translation>{path} 不是 Python 代码：{error}。</translation>
        </message>
        <message>
            <source>{path} is not a TOML file: {error}.</source>
            <translation>{path} 不是 TOML 文件：{error}。</translation>
        </message>
        <message>
            <source>{path} is not a calibration; calibrate again.</source>
            <translation>{path} 不是校准结果；请重新校准。</translation>
        </message>
        <message>
            <source>{path} is not a label image; it must be a single-channel 8-bit PNG of train ids, without colours.</source>
            <translation>{path} 不是标签图像；应为单通道 8 位 PNG，内容为 train id，不带颜色。</translation>
        </message>
        <message>
            <source>{path} is not a project file: it is not JSON ({error}).</source>
            <translation>{path} 不是工程文件：不是 JSON（{error}）。</translation>
        </message>
        <message>
            <source>{path} is not a project file: its brackets are nested too deep.</source>
            <translation>{path} 不是工程文件：括号嵌套过深。</translation>
        </message>
        <message>
            <source>{path} is not a quantization table; calibrate again.</source>
            <translation>{path} 不是量化表；请重新校准。</translation>
        </message>
        <message>
            <source>{path} is not a readable image; remove or replace it.</source>
            <translation>{path} 不是可读取的图像；请移除或替换。</translation>
        </message>
        <message>
            <source>{path} is not a target profile: source {name} in {where} is not in [sources] (known: {choices}).</source>
            <translation>{path} 不是目标配置：{where} 中的来源 {name} 不在 [sources] 中（已有：{choices}）。</translation>
        </message>
        <message>
            <source>{path} is not a target profile: {problems}.</source>
            <translation>{path} 不是目标配置：{problems}。</translation>
        </message>
        <message>
            <source>{path} is not text in UTF-8; save it as that.</source>
            <translation>{path} 不是 UTF-8 文本；请以 UTF-8 编码保存。</translation>
        </message>
        <message>
            <source>{path} is stale: the network was changed since; calibrate again.</source>
            <translation>{path} 已过期：网络在此之后已改动；请重新校准。</translation>
        </message>
        <message>
            <source>{path} nests its lists or tables too deeply.</source>
            <translation>{path} 中的列表或表嵌套过深。</translation>
        </message>
        <message>
            <source>{path} was saved by a newer NPU Studio (format {found}, and this one reads {format}); install the newer one to open it.</source>
            <translation>{path} 由更新版本的 NPU Studio 保存（格式 {found}，当前版本读取 {format}）；请安装更新版本后打开。</translation>
        </message>
        <message>
            <source>{path} was written by another version; calibrate again.</source>
            <translation>{path} 由其他版本写入；请重新校准。</translation>
        </message>
        <message>
            <source>{place} can output int32</source>
            <translation>{place} 可输出 int32</translation>
        </message>
        <message>
            <source>{place} falls back from int32 to int8, because {op} reads it</source>
            <translation>{place} 从 int32 退回 int8，因为 {op} 要读取它</translation>
        </message>
        <message>
            <source>{place} has a huge value range</source>
            <translation>{place} 的数值范围过大</translation>
        </message>
        <message>
            <source>{place} has odd channels</source>
            <translation>{place} 的通道数未对齐</translation>
        </message>
        <message>
            <source>{place} in {precision}</source>
            <translation>{place} 使用 {precision}</translation>
        </message>
        <message>
            <source>{place} is a batch norm written out</source>
            <translation>{place} 是手写展开的批归一化</translation>
        </message>
        <message>
            <source>{place} is given a constant in float</source>
            <translation>{place} 读取了浮点常量</translation>
        </message>
        <message>
            <source>{place} is given int16</source>
            <translation>{place} 的输入是 int16</translation>
        </message>
        <message>
            <source>{place} is given int8 and int16</source>
            <translation>{place} 的输入混有 int8 和 int16</translation>
        </message>
        <message>
            <source>{place} is left to the CPU</source>
            <translation>{place} 留给 CPU 运行</translation>
        </message>
        <message>
            <source>{place} is not folded</source>
            <translation>{place} 未折叠</translation>
        </message>
        <message>
            <source>{place} may be an auxiliary head</source>
            <translation>{place} 可能是辅助头</translation>
        </message>
        <message>
            <source>{place} mixes floats and integers</source>
            <translation>{place} 混用浮点值和整数</translation>
        </message>
        <message>
            <source>{place} names no op, did you mean {close}? An op of your own is declared in custom_ops</source>
            <translation>{place} 不是任何算子的名称，是否指 {close}？自定义算子须在 custom_ops 中声明</translation>
        </message>
        <message>
            <source>{place} names no op; ops are named as in aten.conv2d, and one of your own is declared in custom_ops</source>
            <translation>{place} 不是任何算子的名称；算子按 aten.conv2d 的形式命名，自定义算子须在 custom_ops 中声明</translation>
        </message>
        <message>
            <source>{power} is no power from 2 to 4</source>
            <translation>{power} 不是 2 到 4 的整数次幂</translation>
        </message>
        <message>
            <source>{python} has no torch ({missing} is missing); install it there or choose another interpreter.</source>
            <translation>{python} 中没有 torch（缺少 {missing}）；请在其中安装，或选择其他解释器。</translation>
        </message>
        <message>
            <source>{quiet} of {count} channels span fewer than {few} int8 steps of {number}, because channel {index} reaches {other_number}.</source>
            <translation>{count} 个通道中有 {quiet} 个的范围不足 {few} 个 int8 步长（步长 {number}），因为通道 {index} 达到 {other_number}。</translation>
        </message>
        <message>
            <source>{reason}; mend the code there and open the network again.</source>
            <translation>{reason}；请修改该处代码后重新打开网络。</translation>
        </message>
        <message>
            <source>{rule} at {node}</source>
            <translation>{node} 处的 {rule}</translation>
        </message>
        <message>
            <source>{rule} everywhere</source>
            <translation>全图 {rule}</translation>
        </message>
        <message>
            <source>{shapes} and {count} more do not go together</source>
            <translation>{shapes} 与另外 {count} 个形状不匹配</translation>
        </message>
        <message>
            <source>{shapes} do not go together</source>
            <translation>{shapes} 不匹配</translation>
        </message>
        <message>
            <source>{shown} is no source; write {forms}.</source>
            <translation>{shown} 不是有效来源；请写成 {forms}。</translation>
        </message>
        <message>
            <source>{size} to {full}</source>
            <translation>{size} 补齐到 {full}</translation>
        </message>
        <message>
            <source>{some} and {more}</source>
            <translation>{some} 和 {more}</translation>
        </message>
        <message>
            <source>{some} or {more}</source>
            <translation>{some} 或 {more}</translation>
        </message>
        <message>
            <source>{some}, {more}</source>
            <translation>{some}、{more}</translation>
        </message>
        <message>
            <source>{some}; {more}</source>
            <translation>{some}；{more}</translation>
        </message>
        <message>
            <source>{source} is no single value, so no op can read it.</source>
            <translation>{source} 不是单个值，不能被算子读取。</translation>
        </message>
        <message>
            <source>{spec} is no dtype of torch; try float32.</source>
            <translation>{spec} 不是 torch 的 dtype；请试用 float32。</translation>
        </message>
        <message>
            <source>{spelled}, or None</source>
            <translation>{spelled}，或 None</translation>
        </message>
        <message>
            <source>{step} does not divide the size of {name}</source>
            <translation>{name} 的尺寸不能被 {step} 整除</translation>
        </message>
        <message>
            <source>{stopped} It is shown up to {place}.</source>
            <translation>{stopped}计算图显示到 {place} 为止。</translation>
        </message>
        <message>
            <source>{text} is no argument; write name=value.</source>
            <translation>{text} 不是参数；请写成 name=value。</translation>
        </message>
        <message>
            <source>{text} is no input shape; write it as 1x3x512x1024.</source>
            <translation>{text} 不是输入形状；请写成 1x3x512x1024。</translation>
        </message>
        <message>
            <source>{text}, at {place}</source>
            <translation>{text}（位于 {place}）</translation>
        </message>
        <message>
            <source>{title} cannot be used: {why}</source>
            <translation>无法使用 {title}：{why}</translation>
        </message>
        <message>
            <source>{title} could not be traced</source>
            <translation>无法追踪 {title}</translation>
        </message>
        <message>
            <source>{title} has no int8 kernel for {op}; {count} in float.</source>
            <translation>{title} 没有 {op} 的 int8 内核；{count}以浮点运行。</translation>
        </message>
        <message>
            <source>{title} has no {op}{spelled}, in float neither; {which} must be rewritten, or the graph cut before.</source>
            <translation>{title} 没有 {op}{spelled}，浮点也不支持；必须改写{which}，或在其之前截断计算图。</translation>
        </message>
        <message>
            <source>{title} has no {op}{spelled}; convert the network with .float() and open it again.</source>
            <translation>{title} 没有 {op}{spelled}；请用 .float() 转换网络后重新打开。</translation>
        </message>
        <message>
            <source>{title} has no {precision} kernel for {op}, so it runs in float.</source>
            <translation>{title} 没有 {op} 的 {precision} 算子，因此以浮点运行。</translation>
        </message>
        <message>
            <source>{title} needs the shape of its input; give one as {option}.</source>
            <translation>{title} 需要输入形状；请以 {option} 给出。</translation>
        </message>
        <message>
            <source>{values} without a {kind} stub</source>
            <translation>{values}缺少 {kind} 节点</translation>
        </message>
        <message>
            <source>{value} is a folder; name the Python file in it that builds the network, as FOLDER/model.py:NAME.</source>
            <translation>{value} 是文件夹；请指明其中构建网络的 Python 文件，如 FOLDER/model.py:NAME。</translation>
        </message>
        <message>
            <source>{value} is not a list</source>
            <translation>{value} 不是列表</translation>
        </message>
        <message>
            <source>{value} is not what JSON can hold</source>
            <translation>{value} 不是 JSON 能保存的内容</translation>
        </message>
        <message>
            <source>{value} is not {name}</source>
            <translation>{value} 不是 {name}</translation>
        </message>
        <message>
            <source>{what} calls sys.exit({code}) when run; put such code behind if __name__ == "__main__".</source>
            <translation>{what} 运行时调用 sys.exit({code})；请把这类代码放在 if __name__ == "__main__" 之后。</translation>
        </message>
        <message>
            <source>{what} crashed with {name} while {stage}.{last}</source>
            <translation>{what} 崩溃（{name}，{stage}时）。{last}</translation>
        </message>
        <message>
            <source>{what} does not import: {error}.</source>
            <translation>{what} 无法导入：{error}。</translation>
        </message>
        <message>
            <source>{what} ended its interpreter with status {status} while {stage}; look for os._exit.{last}</source>
            <translation>{what} 使解释器以状态 {status} 退出（{stage}时）；请检查 os._exit。{last}</translation>
        </message>
        <message>
            <source>{what} fails with {error}{ending}</source>
            <translation>{what} 运行失败：{error}{ending}</translation>
        </message>
        <message>
            <source>{what} is not valid Python: {error}.</source>
            <translation>{what} 不是有效的 Python：{error}。</translation>
        </message>
        <message>
            <source>{what} needs the package {package}, which {executable} does not have; install it there or choose another interpreter.</source>
            <translation>{what} 需要软件包 {package}，而 {executable} 中没有；请在其中安装，或选择其他解释器。</translation>
        </message>
        <message>
            <source>{what} {node}</source>
            <translation>{what} {node}</translation>
        </message>
        <message>
            <source>{what}, as do {count} more ops of it</source>
            <translation>{what}，其中另有 {count} 个算子也是如此</translation>
        </message>
        <message>
            <source>{what}, so none is fused with its neighbours; weights of their own take {copied:,} parameters more.</source>
            <translation>{what}，因此都无法与相邻算子融合；若使用各自的权重，需增加 {copied:,} 个参数。</translation>
        </message>
        <message>
            <source>{where} must be a table</source>
            <translation>{where} 必须是表</translation>
        </message>
        <message>
            <source>{where}.{key} must be a table</source>
            <translation>{where}.{key} 必须是表</translation>
        </message>
        <message>
            <source>{who} in {name}; only float32 is quantized, so convert the network with .float() and open it again.</source>
            <translation>{who} {name}；只有 float32 能被量化，请用 .float() 转换网络后重新打开。</translation>
        </message>
        <message>
            <source>{who}; the graph holds what one random input decided, other inputs may need another graph.</source>
            <translation>{who}；该计算图记录的是一个随机输入的判断结果，其他输入可能需要另一个计算图。</translation>
        </message>
        <message>
            <source>{why}; if it serves training only, {saved}{share} can go.</source>
            <translation>{why}；如果它只用于训练，可省去 {saved}{share}。</translation>
        </message>
        <message>
            <source>{wide} reaches {number} and {narrow} {other_number}; one module has one scale, so give each call its own.</source>
            <translation>{wide} 达 {number}，{narrow} 为 {other_number}；一个模块只有一个 scale，请让每次调用使用各自的模块。</translation>
        </message>
        <message>
            <source>{words} applies nowhere ({why}).</source>
            <translation>“{words}”在全图都不适用（{why}）。</translation>
        </message>
        <message>
            <source>{words} does not apply at {node}: {refusal}.</source>
            <translation>“{words}”不适用于 {node}：{refusal}。</translation>
        </message>
        <message>
            <source>{words}, at {place}</source>
            <translation>{words}（位于 {place}）</translation>
        </message>
        <message>
            <source>{words}, or None</source>
            <translation>{words}，或 None</translation>
        </message>
        <message>
            <source>{word} holds its own weights; open the Python code to load a checkpoint.</source>
            <translation>{word} 自带权重；若要加载权重文件，请打开 Python 代码。</translation>
        </message>
        <message>
            <source>{word} is fixed for its inputs, so {others} cannot be set; open the Python code for that.</source>
            <translation>{word} 的输入已固定，因此不能设置 {others}；请改为打开 Python 代码。</translation>
        </message>
        <message>
            <source>{word} of {name} is one tensor, no list.</source>
            <translation>{name} 的 {word} 是单个张量，不是列表。</translation>
        </message>
        <message>
            <source>{word} says everything itself and takes no options.</source>
            <translation>{word} 已包含全部设置，不接受选项。</translation>
        </message>
    </context>
</TS>
